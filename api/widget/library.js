/** The service's articles, for our own pages; a newsroom's page has its article. */
import { Service } from "./client.js";

/** The service with its articles. */
export class Library extends Service {
  /** One article with its text. */
  article(id) {
    return this.json(`v1/articles/${encodeURIComponent(id)}`);
  }

  /** All the articles, without their texts, however many pages that is. */
  async articles() {
    const all = [];
    for (let after = null; ;) {
      const query = new URLSearchParams({ limit: "100", ...(after && { after }) });
      const page = await this.json(`v1/articles?${query}`);
      all.push(...page.data);
      if (!page.has_more || !page.next_cursor || page.next_cursor === after) return all;
      after = page.next_cursor;
    }
  }
}
