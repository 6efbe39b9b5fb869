// The auction algorithm (Bertsekas 1979; Bertsekas & Castañon 1989 for places that are alike).
// The left bids for the right. It ends within epsilon a person of the optimum and, which matters more
// here, it leaves prices from which the exact search has little left to do.
//
// One phase, from prices of zero: a place never bid for keeps price 0, which a matching that leaves people
// out needs. (Scaling epsilon over several phases breaks exactly that.)

import { TIE, type Graph, type Side } from './graph.ts'

export type Auction = {
  /** price of every place on the right, as laid out in right.place */
  price: Float64Array
  /** the place that each person of the left holds, or -1 */
  holds: Int32Array
  bids: number
  finished: boolean
}

/** What a bidder still needs: half a percent of the best quality. Smaller takes more bids, larger leaves
 *  more to repair; the sum of both is flat between a quarter of it and four times it. */
export const EPSILON = 5_000 * TIE

type Bid = { first: number; best: number; second: number }

/** The best and second-best offer to node i at today's prices; nothing below zero is an offer. */
function look(left: Side, floor: Float64Array, i: number, bid: Bid): void {
  const { to, weight } = left
  const end = left.end[i]!
  let best = 0
  let second = 0
  let first = -1
  for (let e = left.start[i]!; e < end; e++) {
    const value = weight[e]! - floor[to[e]!]!
    if (value <= second) continue
    if (value > best) {
      second = best
      best = value
      first = to[e]!
    } else second = value
  }
  bid.first = first
  bid.best = best
  bid.second = second
}

function cheapest(price: Float64Array, from: number, end: number): number {
  let at = from
  for (let k = from + 1; k < end; k++) if (price[k]! < price[at]!) at = k
  return at
}

type Room = { place: Int32Array; end: Int32Array; floor: Float64Array; owner: Int32Array }

function roomOf(right: Side): Room {
  const end = right.place.map((from, j) => from + right.capacity[j]!)
  // Someone without any place has a price that nobody pays.
  const floor = Float64Array.from(right.capacity, (capacity) =>
    capacity > 0 ? 0 : Number.MAX_SAFE_INTEGER,
  )
  return { place: right.place, end, floor, owner: new Int32Array(right.mate.length).fill(-1) }
}

/** Raises the price of j's cheapest place and hands it over. Returns who held it, or -1. */
function take(room: Room, state: Auction, i: number, bid: Bid, epsilon: number): number {
  const j = bid.first
  const from = room.place[j]!
  const end = room.end[j]!
  const place = cheapest(state.price, from, end)
  state.price[place]! += bid.best - bid.second + epsilon
  room.floor[j] =
    end - from === 1 ? state.price[place]! : state.price[cheapest(state.price, from, end)]!
  const loser = room.owner[place]!
  room.owner[place] = i
  state.holds[i] = place
  return loser
}

function biddersOf(left: Side): Int32Array {
  const bidders = new Int32Array(left.count)
  let count = 0
  for (let i = 0; i < left.count; i++) {
    if (left.capacity[i]! > 0 && left.end[i]! > left.start[i]!) bidders[count++] = i
  }
  return bidders.subarray(0, count)
}

/** Runs until nobody bids or `stop` says so (asked every 4,096 bids). One bid for each person of the left. */
export function auction(
  graph: Graph,
  epsilon = EPSILON,
  stop: () => boolean = () => false,
): Auction {
  const { left, right } = graph
  const result: Auction = {
    price: new Float64Array(right.mate.length),
    holds: new Int32Array(left.count).fill(-1),
    bids: 0,
    finished: true,
  }
  const room = roomOf(right)
  // A ring: whoever is outbid goes to the back of it.
  const ring = biddersOf(left)
  const bid: Bid = { first: -1, best: 0, second: 0 }
  let head = 0
  let tail = 0
  for (let waiting = ring.length; waiting > 0;) {
    const i = ring[head]!
    head = head + 1 === ring.length ? 0 : head + 1
    waiting--
    look(left, room.floor, i, bid)
    if (bid.first < 0) continue
    const loser = take(room, result, i, bid, epsilon)
    if (loser >= 0) {
      result.holds[loser] = -1
      ring[tail] = loser
      tail = tail + 1 === ring.length ? 0 : tail + 1
      waiting++
    }
    if ((++result.bids & 4095) === 0 && stop()) {
      result.finished = false
      break
    }
  }
  return result
}
