/** Kept for a day; holds no person. */
export type SetupLinksTable = { keyHash: string; endsAt: Date; spentAt: Date | null }

declare module '#base/db.ts' {
  interface Tables {
    setupLinks: SetupLinksTable
  }
}
