// What the builders' scripts use of ensure.mjs.
export const withLoader: string[]
