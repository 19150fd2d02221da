/**
 * The printed list: A4 landscape, black on white, in typst.
 *
 * A constant: nothing is ever put into this text. The data come as JSON in `sys.inputs`, where a name is a string and stays one.
 * Column heads and the employer's line repeat on every page it goes on to; pages, tables and cells are tagged by typst.
 */
export const template = `
#let page-data = json(bytes(sys.inputs.page))
#let grey = luma(60)
#let thin = 0.4pt + luma(175)
#let rule = 0.75pt + black

#set document(
  title: page-data.title,
  author: "Portvakt",
  date: datetime(
    year: page-data.generated.at(0), month: page-data.generated.at(1), day: page-data.generated.at(2),
    hour: page-data.generated.at(3), minute: page-data.generated.at(4), second: page-data.generated.at(5),
  ),
)
#set text(font: "Inter", fallback: false, size: 9.5pt, weight: 400, lang: "nb", hyphenate: false, features: ("cv05", "cv08"))
#set par(leading: 0.55em)
#set page(
  paper: "a4", flipped: true,
  margin: (x: 12mm, top: 11mm, bottom: 16mm),
  footer-descent: 4mm,
  footer: context [
    #set text(size: 7.5pt, fill: grey)
    #line(length: 100%, stroke: 0.4pt + luma(120))
    #v(-1.6mm)
    #grid(columns: (1fr, auto), column-gutter: 8mm,
      page-data.foot,
      "Side " + str(counter(page).get().first()) + " av " + str(counter(page).final().first()))
  ],
)
#show heading.where(level: 1): set text(size: 17pt, weight: 600)

#let missing = text(weight: 600)[#text(size: 0.8em)[▲] Mangler]
#let asked(value) = if value == none { missing } else { value }
#let figures(body) = text(number-width: "tabular", body)

#block(width: 100%, below: 0pt, stroke: (bottom: 2pt), inset: (bottom: 2.6mm),
  grid(columns: (1fr, auto), align: (left + bottom, right + bottom),
    stack(spacing: 2.4mm, "Byggherreforskriften § 15", heading(level: 1, "Oversiktsliste")),
    text(size: 17pt, weight: 600, page-data.date)))

#block(above: 3mm, below: 3.4mm,
  grid(columns: (1.25fr, 1.15fr, 1fr), column-gutter: 8mm, row-gutter: 2.6mm,
    ..page-data.facts.map(fact => stack(spacing: 1.5mm,
      text(size: 7.5pt, fill: grey, fact.name),
      text(weight: 600, fact.value)))))

#let head(body) = text(size: 7.5pt, weight: 600, fill: grey, body)
#let employer-line(employer) = table.cell(colspan: 5, stroke: (bottom: rule), inset: (left: 0mm, right: 2mm, top: 2.4mm, bottom: 1.2mm),
  grid(columns: (1fr, auto), align: (left + bottom, right + bottom),
    [#text(size: 10.5pt, weight: 600, asked(employer.name))#h(3mm)Org.nr. #figures(asked(employer.orgNumber))],
    text(size: 8.5pt, fill: grey, employer.people)))

#if page-data.employers.len() > 0 {
  table(
    columns: (9mm, 1.35fr, 27mm, 1.1fr, 1.6fr),
    stroke: (_, y) => (bottom: thin),
    inset: (left: 0mm, right: 2mm, top: 1.5mm, bottom: 1.5mm),
    align: left + horizon,
    table.header(level: 1, repeat: true,
      ..("Nr.", "Etternavn, fornavn", "Fødselsdato", "HMS-kortnr.", "Innleid av").map(name => table.cell(stroke: (bottom: rule), head(name)))),
    ..page-data.employers.map(employer => (
      table.header(level: 2, repeat: true, employer-line(employer)),
      ..employer.rows.map(row => (
        figures(text(fill: grey, row.number)),
        asked(row.name),
        figures(asked(row.bornOn)),
        if row.instead != none { row.instead } else { figures(asked(row.card)) },
        if row.hirer == none { [] } else [#asked(row.hirer.name), org.nr. #figures(asked(row.hirer.orgNumber))],
      )).flatten(),
    )).flatten(),
  )
}
#block(above: 0pt, width: 100%, stroke: (top: 1.5pt), inset: (top: 2.6mm), text(weight: 600, page-data.total))

#v(1fr)
#block(breakable: false, width: 100%, stroke: (top: rule), inset: (top: 2.4mm), text(size: 8pt,
  grid(columns: (1fr, auto, auto), column-gutter: 7mm, align: (left + bottom, right + bottom, right + bottom),
    stack(spacing: 1.7mm, ..page-data.notes),
    {
      image(bytes(sys.inputs.wordmark), format: "svg", height: 5.5mm, alt: "Portvakt")
      if page-data.verify != none [Verifiser listen: skann koden.#linebreak()Ingen pålogging kreves.]
    },
    if page-data.verify == none { [] } else {
      let size = 17mm / page-data.verify.len()
      figure(alt: "QR-kode for å verifisere listen", box(width: 17mm, height: 17mm,
        for (y, line) in page-data.verify.enumerate() {
          for (x, dark) in line.enumerate() { if dark { place(dx: size * x, dy: size * y, square(size: size * 1.01, fill: black)) } }
        }))
    })))
`;
