// Kith: the only script a form needs. Everything here adds to a page that already works without it.
// The words come from the page, in the reader's language; nothing is parsed as HTML (Trusted Types).
const find = <E extends HTMLElement = HTMLElement>(selector: string) =>
  document.querySelector<E>(selector)
type Box = HTMLTextAreaElement | HTMLInputElement

/** How many characters are left, seen at once and spoken when the typing rests. */
function count(box: Box): void {
  const line = document.getElementById(`${box.id}-count`)
  if (!line) return
  const max = Number(box.dataset.max)
  const spoken = document.createElement('p')
  spoken.className = 'vh'
  spoken.setAttribute('role', 'status')
  line.after(spoken)
  const number = new Intl.NumberFormat(document.documentElement.lang)
  let rest = 0
  const say = () => {
    const left = max - Array.from(box.value).length
    // Nobody counts from the first letter: it begins in the last quarter.
    if (left > max / 4) return
    const words = (left < 0 ? line.dataset.over : line.dataset.left) || ''
    line.textContent = words.replace('#', number.format(Math.abs(left)))
    line.classList.toggle('over', left < 0)
    clearTimeout(rest)
    rest = window.setTimeout(() => {
      spoken.textContent = line.textContent
    }, 1000)
  }
  box.addEventListener('input', say)
  say()
}

/** What was written stays on this device until it is sent; never on a shared one for longer than a day. */
function draft(box: Box): void {
  const note = document.getElementById(`${box.id}-draft`)
  if (!note) return
  const key = `draft:${location.pathname}:${box.id}`
  const day = 864e5
  try {
    const [at, ...kept] = (localStorage.getItem(key) || '').split('\n')
    const old = kept.join('\n')
    if (Number(at) < Date.now() - day) localStorage.removeItem(key)
    else if (old && !box.value) {
      box.value = old
      box.dispatchEvent(new Event('input'))
      note.textContent = note.dataset.found || ''
    }
  } catch {
    // A browser that keeps nothing still has a form that works.
    return
  }
  let rest = 0
  box.addEventListener('input', () => {
    clearTimeout(rest)
    rest = window.setTimeout(() => {
      try {
        localStorage.setItem(key, `${Date.now()}\n${box.value}`)
        note.textContent = note.dataset.kept || ''
      } catch {
        note.textContent = ''
      }
    }, 800)
  })
  if (box.form)
    box.form.addEventListener('submit', () => {
      clearTimeout(rest)
      localStorage.removeItem(key)
    })
}

/** A second press while the first is on its way sends nothing. The server keeps the same promise without us. */
function sendOnce(form: HTMLFormElement): void {
  let sentAt = 0
  form.addEventListener('submit', (event) => {
    if (Date.now() - sentAt < 5000) event.preventDefault()
    else sentAt = Date.now()
  })
  // Back from the next page, which the browser kept as it was: the form can be sent again.
  addEventListener('pageshow', () => {
    sentAt = 0
  })
}

/** Away from here, by the button or by Shift three times, leaving this page out of the way back. */
function leave(link: HTMLAnchorElement): void {
  let presses: number[] = []
  const go = (event: Event) => {
    event.preventDefault()
    document.title = ''
    document.body.hidden = true
    location.replace(link.href)
  }
  link.addEventListener('click', go)
  addEventListener('keyup', (event) => {
    presses = event.key === 'Shift' ? [...presses, Date.now()].slice(-3) : []
    if (presses.length === 3 && Date.now() - (presses[0] || 0) < 5000) go(event)
  })
}

document.querySelectorAll<Box>('[data-draft]').forEach(draft)
document.querySelectorAll<Box>('[data-max]').forEach(count)
document.querySelectorAll<HTMLFormElement>('form[method="post"]').forEach(sendOnce)
const way = find<HTMLAnchorElement>('[data-leave]')
if (way) leave(way)
const wrong = find('#error-summary')
if (wrong) wrong.focus()
