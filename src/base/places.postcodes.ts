/**
 * The 124 postcode areas of the United Kingdom and the Crown Dependencies, each with its main town by
 * its name in GeoNames. They let a postcode be found roughly where no list of postcodes was imported.
 */
const areas = `AB Aberdeen;AL St Albans;B Birmingham;BA Bath;BB Blackburn;BD Bradford;BH Bournemouth;
BL Bolton;BN Brighton;BR Bromley;BS Bristol;BT Belfast;CA Carlisle;CB Cambridge;CF Cardiff;CH Chester;
CM Chelmsford;CO Colchester;CR Croydon;CT Canterbury;CV Coventry;CW Crewe;DA Dartford;DD Dundee;DE Derby;
DG Dumfries;DH Durham;DL Darlington;DN Doncaster;DT Dorchester;DY Dudley;E London;EC London;EH Edinburgh;
EN Enfield Town;EX Exeter;FK Falkirk;FY Blackpool;G Glasgow;GL Gloucester;GU Guildford;GY Saint Peter Port;
HA Harrow;HD Huddersfield;HG Harrogate;HP Hemel Hempstead;HR Hereford;HS Stornoway;HU Kingston upon Hull;
HX Halifax;IG Ilford;IM Douglas;IP Ipswich;IV Inverness;JE Saint Helier;KA Kilmarnock;
KT Kingston upon Thames;KW Kirkwall;KY Kirkcaldy;L Liverpool;LA Lancaster;LD Llandrindod Wells;
LE Leicester;LL Llandudno;LN Lincoln;LS Leeds;LU Luton;M Manchester;ME Rochester;MK Milton Keynes;
ML Motherwell;N London;NE Newcastle upon Tyne;NG Nottingham;NN Northampton;NP Newport;NR Norwich;
NW London;OL Oldham;OX Oxford;PA Paisley;PE Peterborough;PH Perth;PL Plymouth;PO Portsmouth;PR Preston;
RG Reading;RH Redhill;RM Romford;S Sheffield;SA Swansea;SE London;SG Stevenage;SK Stockport;SL Slough;
SM Sutton;SN Swindon;SO Southampton;SP Salisbury;SR Sunderland;SS Southend-on-Sea;ST Stoke-on-Trent;
SW London;SY Shrewsbury;TA Taunton;TD Galashiels;TF Telford;TN Tonbridge;TQ Torquay;TR Truro;
TS Middlesbrough;TW Twickenham;UB Southall;W London;WA Warrington;WC London;WD Watford;WF Wakefield;
WN Wigan;WR Worcester;WS Walsall;WV Wolverhampton;YO York;ZE Lerwick`

const dependencies: Record<string, string> = { GY: 'GG', IM: 'IM', JE: 'JE' }

/** Letters of the area → its main town and the country (ISO 3166) that the town is in. */
export const postcodeAreas: ReadonlyMap<string, { town: string; country: string }> = new Map(
  areas.split(/;\s*/).map((line) => {
    const [letters = '', ...words] = line.split(' ')
    return [letters, { town: words.join(' '), country: dependencies[letters] ?? 'GB' }]
  }),
)

const outward = '[A-Z]{1,2}[0-9][A-Z0-9]?'
const whole = new RegExp(`^(${outward})[0-9][A-Z]{2}$`)
const sector = new RegExp(`^(${outward}) [0-9]$`)
const outcode = new RegExp(`^${outward}$`)
const inAnAddress = new RegExp(`\\b(${outward}) ?[0-9][A-Z]{2}\\b|[ ,](${outward})$`)
// Ireland: three characters for the district, four for the address.
const eircode = /^([AC-FHKNPRTV-Y][0-9][0-9W])[0-9AC-FHKNPRTV-Y]{4}$/

/** A postcode as read: what to look for, the finest first, and the letters of its British area. */
export type PostcodeSought = { codes: string[]; area: string | null }

/** The first half of a British postcode, from the whole, a sector ("SW1A 1") or the half itself. */
const outwardOf = (spaced: string, squeezed: string): string | undefined =>
  sector.exec(spaced)?.[1] ?? whole.exec(squeezed)?.[1] ?? outcode.exec(squeezed)?.[0]

function british(code = ''): PostcodeSought | null {
  const area = /^[A-Z]+/.exec(code)?.[0] ?? ''
  if (!postcodeAreas.has(area)) return null
  const wider = /[0-9][A-Z]$/.test(code) ? [code.slice(0, -1)] : []
  return { codes: [code, ...wider], area }
}

function elsewhere(code: string): PostcodeSought | null {
  const routing = eircode.exec(code)?.[1]
  if (routing) return { codes: [routing], area: null }
  return /[0-9]/.test(code) ? { codes: [code], area: null } : null
}

/**
 * Reads a postcode in any case and spacing, whole or in part. "sw1a1aa" → SW1A, then SW1, then the area
 * SW; "12 High St, Leeds LS1 4AP" → LS1; "D02 X285" → D02; for other countries the code itself. Out: null when the text is no postcode.
 * The end of a British postcode, which leads to some fifteen doors, is dropped here and kept nowhere.
 */
export function readPostcode(text: string): PostcodeSought | null {
  const spaced = text.trim().toUpperCase().replace(/\s+/g, ' ')
  const squeezed = spaced.replace(/[ -]/g, '')
  if (squeezed.length > 10 || !/^[A-Z0-9]+$/.test(squeezed)) {
    const found = inAnAddress.exec(spaced)
    return british(found?.[1] ?? found?.[2])
  }
  if (postcodeAreas.has(squeezed)) return { codes: [], area: squeezed }
  return british(outwardOf(spaced, squeezed)) ?? elsewhere(squeezed)
}
