/** For content systems that strip `type="module"`: `<script src="…/classic.js" data-article="ID"></script>`. */
import(new URL("footnote.js", document.currentScript.src));
