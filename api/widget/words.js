/** What the widget itself says, in the reader's language: one file for each under `locales/`, loaded when chosen. */

const LOCALES = ["en", "fr", "de", "ru", "ar"];
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** The language we have that is nearest to a tag such as "fr-CA"; English when there is none. */
export const nearest = (tag) => LOCALES.find((code) => code === String(tag).toLowerCase().split("-")[0]) ?? "en";

/** A locale's strings ready for use: what has `{…}` or plural forms becomes a function of its values. */
export function compile(strings, lang) {
  const plural = new Intl.PluralRules(lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const made = Object.entries(strings).map(([key, text]) => [
    key,
    typeof text === "object" ? (values) => fill(text[plural.select(values.n)] ?? text.other, values)
    : text.includes("{") ? (values) => fill(text, values)
    : text,
  ]);
  const dir = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...Object.fromEntries(made), lang, dir, date: (iso) => longDate(iso, lang) };
}

/** The words for a language tag. A locale that cannot be loaded is English. */
export async function loadWords(tag) {
  const lang = nearest(tag);
  try {
    return compile((await import(`./locales/${lang}.js`)).default, lang);
  } catch (error) {
    if (lang === "en" || !(error instanceof TypeError)) throw error; // a module that does not come is a TypeError
    return loadWords("en");
  }
}

/** "2015-06-05" → "5 June 2015"; what is no date is given back as it is. */
export function longDate(iso, lang = "en") {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return String(iso);
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, style).format(time);
}
