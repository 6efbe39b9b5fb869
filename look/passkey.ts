// Kith: asks the browser for a passkey. Each place that uses one has its words, a form and what to ask for
// (data-options) in the page already; the answer goes into the form, which is sent as any other.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

async function ask(place: HTMLElement, box: HTMLInputElement): Promise<void> {
  const optionsJSON = JSON.parse(place.dataset.options || '{}')
  const answer =
    place.dataset.passkey === 'make'
      ? await startRegistration({ optionsJSON })
      : await startAuthentication({ optionsJSON })
  box.value = JSON.stringify(answer)
}

function offer(place: HTMLElement): void {
  const form = place.querySelector('form')
  const box = place.querySelector<HTMLInputElement>('input[name="answer"]')
  const wrong = place.querySelector<HTMLElement>('[role="alert"]')
  if (!form || !box || !wrong) return
  let asking = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (asking) return
    asking = true
    wrong.hidden = true
    const failed = () => {
      // Turned away, timed out, or none here: all of it is said in the same words.
      asking = false
      wrong.hidden = false
    }
    void ask(place, box).then(() => form.submit(), failed)
  })
  place.hidden = false
}

if (browserSupportsWebAuthn()) {
  document.querySelectorAll<HTMLElement>('[data-passkey]').forEach(offer)
  document.querySelectorAll<HTMLElement>('[data-passkey-none]').forEach((place) => {
    place.hidden = true
  })
}
