/** Telling headings from paragraphs in plain text, only where it is sure. */

/** Whether a line is an item of a list. */
export const looksLikeItem = (line) => /^[-–•*]\s/.test(line);

const LONGEST = 70;

/**
 * Whether line `at` is a heading: short, a capital or digit first, no punctuation at its end, not a list item, and
 * followed by a real paragraph; never the first line.
 */
export function looksLikeHeading(lines, at) {
  const line = lines[at];
  const next = lines[at + 1] ?? "";
  return (
    at > 0 && line.length > 0 && line.length <= LONGEST
    && /^[\p{Lu}\p{N}]/u.test(line) && /[\p{L}\p{N}?]$/u.test(line)
    && next.length > LONGEST && /[.!?…]["”’')\]]*$/u.test(next)
  );
}
