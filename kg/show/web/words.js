// Labels in the language of the page.

let words = {};
let language = "ja";

export function setWords(all) {
  words = all;
}

export function setLanguage(lang) {
  language = lang;
}

export function lang() {
  return language;
}

// The label of a term or of a part of the page; {n} and the like are filled in.
export function t(key, fill = {}) {
  const found = words[key]?.[language] ?? key;
  return found.replace(/\{(\w+)\}/g, (_, name) => fill[name] ?? "");
}

// The label of an event or entity.
export function name(thing) {
  return thing[language] || thing.ja || thing.en || thing.id;
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MONTH = /^(\d{4})-(\d\d)$/;

function point(text) {
  const base = text.replace(/[~?%]$/, "");
  const about = base === text ? "" : t("about");
  const day = DAY.exec(base);
  const month = MONTH.exec(base);
  if (day) return about + new Intl.DateTimeFormat(language, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" }).format(new Date(base));
  if (month && +month[2] <= 12) return about + new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${base}-01`));
  return about + (/^\d{4}$/.test(base) && language === "ja" ? `${base}年` : base);
}

// An EDTF date in words: 2014/.. is 2014年から.
export function when(edtf) {
  if (!edtf) return "";
  const [first, last] = edtf.split("/");
  if (last === undefined) return point(first);
  if (first === ".." || first === "") return t("until", { date: point(last) });
  if (last === ".." || last === "") return t("since", { date: point(first) });
  return t("between", { first: point(first), last: point(last) });
}

// A number with its unit.
export function amount(low, high, unit) {
  const format = new Intl.NumberFormat(language);
  const numbers = low === high ? format.format(low) : `${format.format(low)}–${format.format(high)}`;
  return language === "ja" ? numbers + (unit ?? "") : `${numbers} ${unit && unit !== "人" && unit !== "名" ? unit : ""}`.trim();
}
