/** The gamma of sRGB, as the standard (IEC 61966-2-1) has it. */
const gamma = (light: number) =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055

/**
 * OKLCH (lightness 0–1, chroma, hue in degrees) as sRGB hex, clipped at its edges; the matrices are
 * Björn Ottosson's. Written out here because a style sheet for old phones has room for one notation,
 * and Lightning CSS would give each colour three.
 */
export function oklchToHex(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const bytes = rgb.map((light) => Math.round(Math.min(1, Math.max(0, gamma(light))) * 255))
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Every oklch(L C H) in a style sheet as hex. */
export const inHex = (css: string) =>
  css.replace(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g, (_, l: string, c: string, h: string) =>
    oklchToHex(Number(l), Number(c), Number(h)),
  )
