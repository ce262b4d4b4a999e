// Esc and then Tab leaves an editor: there Tab alone indents, and would hold whoever has no mouse.

let isLeaving = false;

const isInEditor = (target) => target instanceof Element && target.closest(".CodeMirror") !== null;

// Before the editor hears of it: it would take Tab for indentation. What Tab does otherwise is left to the browser.
document.addEventListener("keydown", (event) => {
  if (!isInEditor(event.target) || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  if (event.key === "Tab" && isLeaving) event.stopPropagation();
  isLeaving = event.key === "Escape";
}, true);

// Editors come with the page and are told to a screen reader like the fields of a form.
export function describeEditors(root) {
  for (const editor of root.querySelectorAll(".CodeMirror textarea:not([aria-describedby])")) {
    editor.setAttribute("aria-label", editor.closest("section")?.getAttribute("aria-label") ?? "Editor");
    editor.setAttribute("aria-describedby", "keys");
  }
}
