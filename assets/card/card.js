"use strict";
(() => {
  const tip = document.getElementById("tip");
  const parts = [...document.querySelectorAll("svg [data-tip]")];
  const pressed = [...document.querySelectorAll("[data-muscle][aria-pressed]")];
  let chosen = "";
  let told = null;

  // The words lie beside the part, inside the window: under it, or above where there is no room.
  const show = (part) => {
    told = part;
    const box = part.getBoundingClientRect();
    tip.textContent = part.dataset.tip;
    tip.hidden = false;
    const left = Math.min(Math.max(box.left + box.width / 2 - tip.offsetWidth / 2, 8), innerWidth - tip.offsetWidth - 8);
    const under = box.bottom + 8;
    const top = under + tip.offsetHeight < innerHeight ? under : Math.max(box.top - tip.offsetHeight - 8, 8);
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };
  const hide = () => { told = null; tip.hidden = true; };

  const choose = (muscle) => {
    chosen = muscle === chosen ? "" : muscle;
    document.body.classList.toggle("chosen", chosen !== "");
    for (const each of pressed) each.setAttribute("aria-pressed", String(each.dataset.muscle === chosen));
    for (const each of document.querySelectorAll(".point")) each.classList.toggle("own", each.dataset.muscle === chosen);
  };

  for (const part of parts) {
    part.addEventListener("pointerenter", () => show(part));
    part.addEventListener("pointerleave", hide);
    part.addEventListener("focus", () => show(part));
    part.addEventListener("blur", hide);
  }
  for (const each of pressed) {
    each.addEventListener("click", () => { choose(each.dataset.muscle); if (each.dataset.tip) show(each); });
    if (each.localName !== "button") {
      each.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(each.dataset.muscle); }
      });
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    if (chosen) choose(chosen);
  });
  addEventListener("scroll", () => { if (told) show(told); }, { passive: true });
})();
