// Kith: records a story on this device, for those whose browser can. The page works without: a file, or the
// telephone. What is recorded goes into the form's own file field, so that the same form sends it.
const kept = document.getElementById('recorder')
const field = document.querySelector<HTMLInputElement>('input[type=file][name=sound]')
const canRecord =
  typeof MediaRecorder === 'function' &&
  typeof DataTransfer === 'function' &&
  !!navigator.mediaDevices

if (kept instanceof HTMLTemplateElement && field && canRecord) {
  const words = kept.dataset
  const box = document.importNode(kept.content, true).firstElementChild as HTMLElement
  kept.after(box)
  const part = <E extends HTMLElement>(selector: string) => box.querySelector<E>(selector)!
  const [start, stop, remove] = ['start', 'stop', 'remove'].map((name) =>
    part<HTMLButtonElement>(`[data-do=${name}]`),
  ) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement]
  const player = part<HTMLAudioElement>('audio')
  const status = part('[role=status]')
  let recorder: MediaRecorder | null = null
  let heard = ''

  const say = (sentence: string | undefined) => {
    status.textContent = sentence || ''
  }
  const hide = (recording: boolean, there: boolean) => {
    start.hidden = recording
    stop.hidden = !recording
    remove.hidden = recording || !there
    player.hidden = recording || !there
  }
  const put = (files: File[]) => {
    const carried = new DataTransfer()
    for (const file of files) carried.items.add(file)
    field.files = carried.files
  }
  const forget = () => {
    if (heard) URL.revokeObjectURL(heard)
    heard = ''
    player.removeAttribute('src')
    put([])
  }

  start.addEventListener('click', async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const parts: Blob[] = []
      forget()
      recorder = new MediaRecorder(stream)
      recorder.addEventListener('dataavailable', (event) => parts.push(event.data))
      recorder.addEventListener('stop', () => {
        // The light beside the microphone goes out.
        for (const track of stream.getTracks()) track.stop()
        const type = (recorder && recorder.mimeType) || 'audio/webm'
        const file = new File(parts, 'recording', { type })
        put([file])
        heard = URL.createObjectURL(file)
        player.src = heard
        hide(false, true)
        say(words.stopped)
        start.focus()
      })
      recorder.start()
      hide(true, false)
      say(words.recording)
      stop.focus()
    } catch {
      say(words.refused)
    }
  })
  stop.addEventListener('click', () => recorder && recorder.stop())
  remove.addEventListener('click', () => {
    forget()
    hide(false, false)
    say('')
    start.focus()
  })
  hide(false, false)
}
