import { configure, getConsoleSink, getLogger, type Logger } from '@logtape/logtape'

/** Starts logging to the console. Logs hold ids and sentences, never names or addresses. */
export const startLogging = (level: 'info' | 'warning' | 'error' = 'info') =>
  configure({
    sinks: { console: getConsoleSink() },
    loggers: [
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['console'] },
      { category: ['kith'], lowestLevel: level, sinks: ['console'] },
    ],
    reset: true,
  })

export const logger = (part: string): Logger => getLogger(['kith', part])
