/**
 * Names that people in Britain and Ireland use for a town and GeoNames does not: in Welsh, Irish and
 * Gaelic, in short, or the English name where GeoNames has the Irish one. `town` is the name in GeoNames.
 */
const names: Record<string, string> = {
  GB: `Swansea: Abertawe; Cardiff: Caerdydd; Newport: Casnewydd; Wrexham: Wrecsam;
    Carmarthen: Caerfyrddin; Cardigan: Aberteifi; Barry: Y Barri; Bridgend: Pen-y-bont ar Ogwr;
    Neath: Castell-nedd; Haverfordwest: Hwlffordd; Pembroke: Penfro; Fishguard: Abergwaun;
    Brecon: Aberhonddu; Abergavenny: Y Fenni; Monmouth: Trefynwy; Chepstow: Cas-gwent;
    Holyhead: Caergybi; Denbigh: Dinbych; Flint: Y Fflint; Mold: Yr Wyddgrug; Welshpool: Y Trallwng;
    Newtown: Y Drenewydd; Lampeter: Llanbedr Pont Steffan; Merthyr Tydfil: Merthyr Tudful;
    Cwmbran: Cwmbrân; Caerphilly: Caerffili; Tenby: Dinbych-y-pysgod; Ebbw Vale: Glynebwy;
    Pontypool: Pont-y-pŵl; Rhyl: Y Rhyl; Caernarfon: Carnarvon; Conwy: Conway;
    Derry: Londonderry, Doire, Derry/Londonderry; Belfast: Béal Feirste; Armagh: Ard Mhacha;
    Newry: An tIúr; Glasgow: Glaschu; Edinburgh: Dùn Èideann; Inverness: Inbhir Nis;
    Stornoway: Steòrnabhagh; Aberdeen: Obar Dheathain; Perth: Peairt; Stirling: Sruighlea;
    Oban: An t-Òban; Portree: Port Rìgh; Fort William: An Gearasdan; London: Llundain, Greater London;
    Liverpool: Lerpwl; Chester: Caer; Shrewsbury: Amwythig; Kingston upon Hull: Hull;
    Newcastle upon Tyne: Newcastle; Stoke-on-Trent: Stoke; Southend-on-Sea: Southend;
    Brighton: Brighton and Hove; Manchester: Manceinion`,
  IE: `Dublin: Baile Átha Cliath; Cork: Corcaigh; Gaillimh: Galway; Luimneach: Limerick;
    Waterford: Port Láirge; Kilkenny: Cill Chainnigh; Sligo: Sligeach; Loch Garman: Wexford;
    Droichead Nua: Newbridge; Cluain Meala: Clonmel; An Muileann gCearr: Mullingar; Tralee: Trá Lí`,
  JE: 'Saint Helier: St Helier',
}

export type OtherNames = { country: string; town: string; names: string[] }

export const otherNames: readonly OtherNames[] = Object.entries(names).flatMap(([country, lines]) =>
  lines.split(/;\s*/).map((line) => {
    const [town = '', others = ''] = line.split(/:\s*/)
    return { country, town, names: others.split(/,\s*/) }
  }),
)
