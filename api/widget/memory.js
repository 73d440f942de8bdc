/** The conversation kept for the visit, in the tab's own storage, only where the page asks for it. */

const MOST = 20; // turns
const name = (key) => `footnote:${key}`;

/** Keep the answered turns under a key; none forgets them. A full or forbidden storage keeps nothing. */
export function keep(key, turns) {
  const kept = turns.filter((turn) => turn.answer).slice(-MOST);
  try {
    if (kept.length) sessionStorage.setItem(name(key), JSON.stringify(kept));
    else sessionStorage.removeItem(name(key));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** What was kept under a key, or nothing. */
export function recall(key) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name(key)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((turn) => turn?.answer?.citations && turn.question && turn.state) : [];
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
    return [];
  }
}
