// The search for candidates divided into parts: the same shortlists, to the last place.

import { huntLeft, type Hunt } from './candidates.ts'
import { merge, shortlistOf } from './shortlist.ts'

/** The same as huntLeft for everyone, in parts that could run anywhere in any order. */
export function huntInParts(hunt: Hunt, parts: number): void {
  const whole = hunt.rightList
  const step = Math.ceil(hunt.left.count / parts)
  for (let part = parts - 1; part >= 0; part--) {
    const own: Hunt = { ...hunt, rightList: shortlistOf(hunt.right.count, whole.k) }
    huntLeft(own, part * step, Math.min(hunt.left.count, (part + 1) * step))
    merge(whole, own.rightList)
  }
}
