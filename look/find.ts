// Kith: "find your organisation" answers while somebody writes. The page works without it: the same field is
// searched with its button. Words come from the server in the reader's language; nothing is parsed as HTML.
type Found = { said: string; found: { value: string; label: string; hint: string }[] }

const box = document.querySelector<HTMLInputElement>('#q')
const said = document.getElementById('find-said')
const area = document.getElementById('find-found')
const template = document.querySelector<HTMLTemplateElement>('#find-form')

/** One organisation to choose, built as the server builds it. */
function lineOf(one: Found['found'][number], at: number): HTMLElement {
  const line = document.createElement('div')
  line.className = 'choice'
  const radio = document.createElement('input')
  radio.type = 'radio'
  radio.name = 'organisation'
  radio.id = at === 0 ? 'organisation' : `organisation-${at + 1}`
  radio.value = one.value
  radio.setAttribute('aria-describedby', `${radio.id}-says`)
  const label = document.createElement('label')
  label.htmlFor = radio.id
  label.textContent = one.label
  const hint = document.createElement('p')
  hint.className = 'hint'
  hint.id = `${radio.id}-says`
  hint.textContent = one.hint
  line.append(radio, label, hint)
  return line
}

/** Where the choices stand, and the last of them: "mine is not here". */
function listIn(place: HTMLElement) {
  if (!place.firstElementChild && template) place.append(template.content.cloneNode(true))
  const list = place.querySelector<HTMLElement>('.choices')
  return { list, none: list && list.lastElementChild }
}

if (box && said && area) {
  const { list, none } = listIn(area)
  area.hidden = !said.textContent
  let turn = 0
  let rest = 0
  const show = (answer: Found) => {
    said.textContent = answer.said
    area.hidden = answer.found.length === 0
    if (!list || !none) return
    list.textContent = ''
    answer.found.forEach((one, at) => list.append(lineOf(one, at)))
    const radio = none.querySelector('input')
    const label = none.querySelector('label')
    if (radio && label) {
      radio.id = `organisation-${answer.found.length + 1}`
      label.htmlFor = radio.id
    }
    list.append(none)
  }
  const ask = async () => {
    const mine = ++turn
    const q = box.value.trim()
    if (q.length < 3) return show({ said: '', found: [] })
    try {
      // eslint-disable-next-line no-restricted-globals -- the page's own server, asked by the browser
      const answer = await fetch(`/join/register.json?q=${encodeURIComponent(q)}`, {
        credentials: 'same-origin',
      })
      const found: Found = await answer.json()
      // An answer that comes after a later one is too late.
      if (mine === turn) show(found)
    } catch {
      // Without an answer the button still searches.
      said.textContent = ''
    }
  }
  // What was written while this script was still on its way.
  if (box.value && !said.textContent) void ask()
  box.addEventListener('input', () => {
    clearTimeout(rest)
    rest = window.setTimeout(() => void ask(), 250)
  })
}
