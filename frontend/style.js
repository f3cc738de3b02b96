/** The widget's style, as a constructed sheet: it works under a CSP without 'unsafe-inline'. */

const CSS = `
:host {
  --ink: var(--coach-ink, light-dark(#1c2333, #e7ebf3));
  --muted: var(--coach-muted, light-dark(#566074, #a3aec2));
  --surface: var(--coach-surface, light-dark(#ffffff, #1b212d));
  --soft: var(--coach-soft, light-dark(#f2f4f8, #262e3d));
  --edge: var(--coach-edge, light-dark(#d8dde6, #3a4456));
  --error: var(--coach-error, light-dark(#b3261e, #ff9d94));
  --warning: var(--coach-warning, light-dark(#8a5200, #f3bd62));
  --hint: var(--coach-hint, light-dark(#1f5fbf, #8fb9ff));
  --good: var(--coach-good, light-dark(#1a6b3a, #7fd6a0));
  --accent: var(--coach-accent, light-dark(#2456b8, #9cc0ff));
  --round: var(--coach-radius, 10px);
  --end: right;
  display: block;
  position: relative;
  color: var(--ink);
  font-size: var(--coach-size, 13px); line-height: 1.6; font-family: var(--coach-font, inherit);
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="auto"]) { color-scheme: light dark; }
[hidden] { display: none !important; }
[dir="rtl"] { --end: left; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.unseen, .state[data-state="ready"] .state-text { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mirror {
  position: absolute; inset-block-start: 0; left: 0; box-sizing: border-box; margin: 0; border: 0;
  visibility: hidden; pointer-events: none; overflow: visible; contain: layout style;
}
.mirrors { position: absolute; top: 0; left: 0; width: 0; height: 0; overflow: hidden; contain: strict; }
.layer { position: absolute; top: 0; left: 0; width: 99px; height: 0; z-index: 1; pointer-events: none; direction: ltr; }
.clip { position: absolute; overflow: hidden; transform-origin: 0 0; }
.sheet { position: absolute; top: 0; left: 0; width: 0; height: 0; }
.mark {
  position: absolute; box-sizing: border-box; pointer-events: none; border-radius: 2px 2px 0 0; --colour: var(--hint);
  background: color-mix(in srgb, var(--colour) 7%, transparent);
}
.mark.error { --colour: var(--error); border-bottom: 2px solid var(--colour); }
.mark.hint { border-bottom: 2px dotted var(--colour); }
.mark.warning { --colour: var(--warning); }
.mark.warning::after {
  content: ""; position: absolute; inset: auto 0 0 0; height: 4px;
  background:
    linear-gradient(135deg, transparent 40%, var(--colour) 40% 60%, transparent 60%) 0 0 / 8px 4px repeat-x,
    linear-gradient(45deg, transparent 40%, var(--colour) 40% 60%, transparent 60%) 4px 0 / 8px 4px repeat-x;
}
.mark.active { background: color-mix(in srgb, var(--colour) 20%, transparent); }
.strip { display: flex; flex-direction: column; gap: 6px; padding: 6px 2px 2px; }
.foot { display: flex; align-items: center; gap: 14px; block-size: 30px; }
.meter { display: inline-flex; align-items: center; gap: 8px; flex: none; }
.spectrum {
  position: relative; inline-size: 96px; block-size: 6px; border-radius: 3px;
  background: linear-gradient(to var(--end), #d5483d, #e0a92e, #2f9e5c);
}
.needle {
  position: absolute; inset-block-start: -4px; inline-size: 14px; block-size: 14px; margin-inline-start: -7px;
  box-sizing: border-box; border-radius: 50%; border: 3px solid var(--ink); background: var(--surface);
  transition: inset-inline-start 180ms ease-out;
}
[data-zone="none"] .spectrum { opacity: 0.35; }
[data-zone="none"] .needle { visibility: hidden; }
.tone-label { min-inline-size: 7.5em; color: var(--muted); }
[data-zone="red"] .tone-label { color: var(--error); }
[data-zone="amber"] .tone-label { color: var(--warning); }
[data-zone="green"] .tone-label { color: var(--good); }
.checklist {
  display: flex; gap: 6px; margin: 0; padding: 2px; padding-inline-end: 24px; list-style: none; flex: 1 1 0; min-inline-size: 0; overflow-x: auto;
  scrollbar-width: none; mask-image: linear-gradient(to var(--end), #000 calc(100% - 24px), transparent);
}
.checklist li { display: flex; }
.chip {
  display: inline-flex; align-items: center; gap: 6px; box-sizing: border-box; block-size: 26px; padding: 0 9px; border-radius: 999px;
  border: 1px dashed var(--edge); color: var(--ink); white-space: nowrap; position: relative;
}
button.chip:hover { background: var(--soft); border-color: var(--muted); }
.chip.done { border: 1px solid transparent; background: var(--soft); color: var(--muted); }
.tick { inline-size: 9px; block-size: 9px; box-sizing: border-box; border: 1.5px solid var(--muted); border-radius: 50%; }
.done .tick {
  inline-size: 5px; block-size: 10px; border-width: 0 2px 2px 0; border-color: var(--good); border-radius: 0;
  transform: rotate(42deg) translate(-1px, -1px);
}
.state { min-inline-size: 8px; overflow: hidden; color: var(--muted); display: inline-flex; align-items: center; gap: 6px; }
.state-text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.state::before { content: ""; flex: none; inline-size: 8px; block-size: 8px; box-sizing: border-box; border-radius: 50%; border: 2px solid var(--muted); }
.state[data-state="ready"]::before { background: var(--good); border-color: var(--good); }
.lines { contain: inline-size; display: flex; flex-direction: column; gap: 4px; min-block-size: 64px; }
:host([lines="0"]) .lines { display: none; }
.line { display: flex; align-items: center; gap: 8px; min-block-size: 30px; min-inline-size: 0; }
.says-more { display: flex; align-items: center; gap: 8px; flex: 1 1 auto; min-inline-size: 8em; text-align: start; }
.says { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
button.says-more:hover .says { text-decoration: underline; text-underline-offset: 4px; }
.take, .plain {
  flex: 0 1 auto; max-inline-size: 45%; min-block-size: 26px; padding: 0 10px; border-radius: 7px; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; border: 1px solid var(--edge); background: var(--surface);
}
.take { color: var(--accent); }
.take:hover, .plain:hover { background: var(--soft); border-color: currentColor; }
.glyph { flex: none; inline-size: 12px; block-size: 12px; box-sizing: border-box; display: inline-block; }
.glyph.error { background: var(--error); clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
.glyph.warning { background: var(--warning); clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.glyph.hint { border: 3px solid var(--hint); border-radius: 50%; }
.glyph.praise { background: var(--good); clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.card, .phrases {
  position: fixed; inset: auto; margin: 0; box-sizing: border-box; inline-size: min(360px, calc(100vw - 16px)); max-block-size: 70vh; overflow: auto;
  padding: 12px 14px; border: 1px solid var(--edge); border-radius: var(--round);
  background: var(--surface); color: var(--ink); font: inherit;
  box-shadow: 0 8px 28px light-dark(rgb(20 30 60 / 0.2), rgb(0 0 0 / 0.5));
}
.head { display: flex; align-items: center; gap: 8px; }
.severity { font-weight: 700; }
[data-severity="error"] .severity { color: var(--error); }
[data-severity="warning"] .severity { color: var(--warning); }
[data-severity="hint"] .severity { color: var(--hint); }
.position { margin-inline-start: auto; color: var(--muted); }
.close { inline-size: 26px; block-size: 26px; border-radius: 7px; display: grid; place-items: center; color: var(--muted); }
.close:hover { background: var(--soft); color: var(--ink); }
.close::before { content: "\\00d7"; font-size: 18px; line-height: 1; }
.quote { display: block; margin-block-start: 6px; color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.advice { margin: 6px 0 0; font-size: 14px; line-height: 1.75; overflow-wrap: anywhere; }
.replacements { display: flex; flex-direction: column; gap: 6px; margin-block-start: 10px; }
.replacement {
  text-align: start; padding: 6px 10px; border-radius: 8px; border: 1px solid color-mix(in srgb, var(--accent) 35%, var(--edge));
  background: color-mix(in srgb, var(--accent) 8%, var(--surface)); overflow-wrap: anywhere;
}
.replacement:hover { border-color: var(--accent); }
.rest { display: flex; flex-wrap: wrap; gap: 4px; margin-block-start: 8px; margin-inline: -6px; }
.quiet { padding: 2px 8px; min-block-size: 26px; border-radius: 7px; color: var(--muted); }
.quiet:hover { background: var(--soft); color: var(--ink); }
.card .active { outline: 2px solid var(--accent); outline-offset: 1px; }
.why { margin: 8px 0 0; padding-block-start: 8px; border-block-start: 1px solid var(--edge); color: var(--muted); line-height: 1.75; overflow-wrap: anywhere; }
@media (max-width: 480px) {
  .foot { flex-wrap: wrap; block-size: auto; justify-content: space-between; }
  .checklist { order: 1; flex-basis: 100%; }
}
@media (prefers-reduced-motion: reduce) { .needle { transition: none; } }
@media (forced-colors: active) {
  .mark, .glyph, .spectrum { forced-color-adjust: none; }
  .mark { --colour: CanvasText; background: none; }
  .mark.warning::after { display: none; }
  .mark.warning { border-bottom: 2px dashed CanvasText; }
  .mark.error { border-bottom: 3px double CanvasText; }
  .mark.active { outline: 2px solid Highlight; }
  .glyph { background: CanvasText !important; }
  .needle { border-color: CanvasText; background: Canvas; }
  .chip.due { border-color: ButtonText; }
}
`;

let sheet = null;

/** The sheet, made once for all composers of the page. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
