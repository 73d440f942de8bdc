/** Articles and the pages that newsrooms make of them, generated: the same seed gives the same page. */

/** Numbers between 0 and 1, the same ones for the same seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const NOUNS = "council,ferry,harbour,Mayor Åkesson,county,port of Malmö,café,the “free” plan,résumé,island's school,crossing ⛴️,𝒜-line,naïve minister,14 crowns,1,200 people,half‑hour delay";
const VERBS = "refused,paid for,voted on,couldn't stop,asked about,said “no” to,praised 👏🏽,reopened";
const STOCK = ["Yes.", "He declined to comment.", "It costs 14.", "“No,” she said.", "The ministry did not answer questions about it."];

/** An article: paragraphs of sentences, some of them said more than once. `{text, sentences: [{start, end}]}` (units). */
export function makeArticle(roll) {
  const pick = (list) => list[Math.floor(roll() * list.length)];
  const sentence = () => (roll() < 0.3 ? pick(STOCK)
    : `The ${pick(NOUNS.split(","))} ${pick(VERBS.split(","))} the ${pick(NOUNS.split(","))}${roll() < 0.3 ? " again…" : ` in ${1990 + Math.floor(roll() * 30)}.`}`);
  const paragraphs = Array.from({ length: 3 + Math.floor(roll() * 5) }, () =>
    Array.from({ length: 1 + Math.floor(roll() * 4) }, sentence));
  let text = "";
  const sentences = [];
  for (const [line, paragraph] of paragraphs.entries()) {
    if (line) text += "\n";
    for (const [at, words] of paragraph.entries()) {
      if (at) text += " ";
      sentences.push({ line, start: text.length, end: text.length + words.length });
      text += words;
    }
  }
  return { text, sentences };
}

/** What the service says about sentence `number`: code points, and up to 32 characters to each side. */
export function citationOf({ text, sentences }, number) {
  const { start, end } = sentences[number];
  const points = (words) => [...words].length;
  const prefix = [...text.slice(0, start)].slice(-32).join("");
  const suffix = [...text.slice(end)].slice(0, 32).join("");
  return { exact: text.slice(start, end), prefix, suffix, start: points(text.slice(0, start)), end: points(text.slice(0, end)) };
}

const edit = (words) => words.replace(/(\w)(\W*)$/, (_, letter, rest) => `${letter}x${rest}`);

/** The sentences as a page sets them: other quotes, spaces, hyphens, forms; some edited, some gone. */
function dress(words, roll) {
  const maybe = (chance, how) => {
    if (roll() < chance) words = how(words);
  };
  maybe(0.4, (w) => w.replace(/[“”]/g, '"').replace(/[‘’]/g, "'"));
  maybe(0.3, (w) => w.replace(/'/g, "’"));
  maybe(0.3, (w) => w.replace(/ (?=\S+$)/, "\u00a0"));
  maybe(0.3, (w) => w.replace(/(\p{L}{3})(\p{L}{3})/gu, "$1\u00ad$2"));
  maybe(0.3, (w) => w.normalize("NFD"));
  maybe(0.2, (w) => w.replace(/\uFE0F/g, ""));
  maybe(0.2, (w) => w.replace(/…/g, "..."));
  maybe(0.2, (w) => w.replace(/ /, "\n      "));
  return words;
}

/**
 * The page: blocks of pieces, `{words, of}`, where `of` is the number of the article's sentence, or null for what is
 * not of the article; sentences in `edited` have other words than the article's.
 */
export function makePage({ text, sentences }, roll, { edits = 0.1, ads = 0.3 } = {}) {
  const edited = new Set();
  const blocks = [{ of: null, pieces: [{ words: "A Headline: The Ferry", of: null }] }];
  let line = -1;
  for (const [number, sentence] of sentences.entries()) {
    if (sentence.line !== line) {
      line = sentence.line;
      if (roll() < ads) blocks.push({ isAd: true, pieces: [{ words: "Advertisement. Yes.", of: null }] });
      blocks.push({ pieces: [] });
    }
    let words = text.slice(sentence.start, sentence.end);
    const fate = roll();
    if (fate < edits) edited.add(number);
    if (fate < edits / 3) continue;
    if (fate < edits) words = edit(words);
    blocks.at(-1).pieces.push({ words: dress(words, roll), of: number });
  }
  return { blocks: blocks.filter(({ pieces }) => pieces.length), edited };
}

/** Typography taken away, by other means than the widget's. */
export const plain = (words) => words.normalize("NFKD").replace(/[\u00ad\ufe0f]/g, "").replace(/[“”"]/g, "Q").replace(/[’‘']/g, "q")
  .replace(/[‑–-]/g, "-").replace(/\s+/g, " ").trim();
