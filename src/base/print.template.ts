/**
 * The pages that Typst sets. What is printed comes as data (`sys.inputs`), never as Typst: whatever somebody
 * writes is text. No font of the machine is used: what prints here prints everywhere. PDF/UA-1 asks for a title, a language and headings in order; the compiler refuses without.
 */
export const template = `
#let d = json(bytes(sys.inputs.at("doc")))
#let scripts = ("Atkinson Hyperlegible Next", "Noto Nastaliq Urdu", "Noto Sans Bengali", "Noto Sans Gurmukhi", "Libertinus Serif")
#set document(title: d.title)
#set text(lang: d.lang, size: d.size * 1pt, font: scripts, fallback: false, hyphenate: false)
#set par(leading: 0.62em, spacing: 1em, justify: false)
#show heading: set block(above: 1.4em, below: 0.7em, sticky: true)
#show heading.where(level: 1): set text(size: 1.5em)
#show heading.where(level: 2): set text(size: 1.15em)
#show heading.where(level: 3): set text(size: 1em)

#let words(b) = if "lang" in b and b.lang != none { text(lang: b.lang, b.text) } else { text(b.text) }

#let facts(rows) = for row in rows {
  block(breakable: false, spacing: 0.7em, [#strong(row.label): #row.value])
}

#let sheet() = {
  set page(paper: "a4", margin: (x: 2cm, top: 2cm, bottom: 2.2cm), footer: context [
    #set text(size: 0.7em)
    #d.foot #h(1fr) #counter(page).display("1 / 1", both: true)
  ])
  for b in d.blocks {
    if b.kind == "heading" { heading(level: b.level, words(b)) }
    else if b.kind == "text" { for line in b.text.split("\\n") { par(words((text: line, lang: b.at("lang", default: none)))) } }
    else if b.kind == "facts" { facts(b.rows) }
    else if b.kind == "list" { list(spacing: 0.7em, ..b.items) }
    else if b.kind == "lines" { for n in range(b.count) { block(height: 2.2em, width: 100%, stroke: (bottom: 0.7pt)) } }
    else if b.kind == "boxes" { for item in b.items { block(spacing: 0.8em, [#box(width: 1em, height: 1em, stroke: 1pt, baseline: 15%) #h(0.4em) #item]) } }
    else if b.kind == "break" { pagebreak(weak: true) }
  }
}

#let labels() = {
  let f = d.form
  set page(paper: "a4", margin: (left: f.left * 1mm, top: f.top * 1mm, right: 0mm, bottom: 0mm))
  set par(leading: 0.45em, spacing: 0.45em)
  let cell(lines) = block(width: f.width * 1mm, height: f.height * 1mm, inset: (x: 4mm, y: 3mm), clip: true,
    align(start + horizon, for line in lines { block(spacing: 0.45em, line) }))
  let empty = range(d.start - 1).map(_ => ())
  for page in (empty + d.labels).chunks(f.columns * f.rows) {
    block(spacing: 0pt, grid(columns: (f.width * 1mm,) * f.columns, rows: f.height * 1mm, column-gutter: f.gap * 1mm, ..page.map(cell)))
    pagebreak(weak: true)
  }
}

#let drawn() = {
  set page(width: d.width * 1pt, height: auto, margin: 0pt, fill: none)
  // The letters of Nastaliq stand far above and below their line.
  set par(leading: if d.lang == "ur" { 1.4em } else { 0.5em })
  text(weight: "bold", d.title)
}

#if d.kind == "labels" { labels() } else if d.kind == "drawn" { drawn() } else { sheet() }
`
