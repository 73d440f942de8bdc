// Filters the cases by words and by what they are, and opens them; without it all are there to be opened one by one.
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const cases = [...document.querySelectorAll(".case")].map((element) => ({
    element,
    words: element.textContent.toLowerCase(),
    facts: element.dataset.facts.split("\n"),
  }));
  const count = form.querySelector("output");
  const choices = [...form.querySelectorAll("select")];
  const search = form.querySelector("input");

  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const facts = choices.map((choice) => choice.value).filter(Boolean);
    let shown = 0;
    for (const one of cases) {
      const fits = wanted.every((word) => one.words.includes(word)) && facts.every((fact) => one.facts.includes(fact));
      one.element.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${cases.length} shown`;
  }

  form.querySelector("button").addEventListener("click", () => {
    for (const one of cases) one.element.open ||= !one.element.hidden;
  });
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  filter();
})();
