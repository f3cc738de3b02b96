/** Types of `<draft-coach>`. README.md says what each is for; the tests compile this with TypeScript. */

export type Author = "customer" | "agent" | "bot" | "system";
export type Severity = "hint" | "warning" | "error";
export type State = "closed" | "connecting" | "ready" | "waiting" | "refused";

/** A stretch of the draft in UTF-16 code units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

export interface Message {
  author: Author;
  text: string;
  id?: string;
  /** An instant with its zone. */
  at?: string;
}

export interface Conversation {
  conversation: string;
  customer?: { name: string | null; title?: string };
  messages?: Message[];
  closed?: boolean;
}

export interface Replacement {
  text: string;
  /** Where it is inserted, for a finding without a span. */
  at?: number;
}

export interface Finding {
  id: string;
  rule: string;
  section: string;
  category: string;
  severity: Severity;
  span: Span | null;
  show: "now" | "pause" | "send";
  advice: string;
  why: string;
  source: string;
  group?: string;
  replacements: Replacement[];
}

export interface Review {
  conversation: string;
  revision: number;
  pack: string;
  tone: { value: number; zone: "red" | "amber" | "green"; moved_by: { span: Span; toward: string }[] };
  checklist: { rule: string; state: "due" | "done" }[];
  praise: string | null;
  findings: Finding[];
}

export interface Nudge {
  id: string;
  conversation: string;
  rule: string;
  severity: Severity;
  advice: string;
  why: string;
}

/** What is put where, in the draft as it was before. */
export interface Applied extends Span {
  finding: Finding;
  replacement: Replacement;
  text: string;
}

export interface DraftCoachEvents {
  "coach-apply": CustomEvent<Applied>;
  "coach-applied": CustomEvent<Applied>;
  "coach-review": CustomEvent<{ review: Review }>;
  "coach-context": CustomEvent<{ mood: string; register: string; stage: string }>;
  "coach-nudge": CustomEvent<{ nudge: Nudge }>;
  "coach-state": CustomEvent<{ state: State; code: number }>;
}

export class DraftCoach extends HTMLElement {
  static readonly observedAttributes: string[];
  token: string | null;
  set tokenSource(source: (() => Promise<string>) | null);
  composer: Element | null;
  readonly state: State;
  readonly findings: Finding[];
  conversation(conversation: Conversation): void;
  message(message: Message): void;
  customerTyping(active: boolean): void;
  end(): void;
  aboutToSend(): void;
  openPhrases(): void;
  apply(id: string, index?: number): Promise<boolean>;
  addEventListener<Name extends keyof DraftCoachEvents>(
    name: Name,
    listener: (event: DraftCoachEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "draft-coach": DraftCoach;
  }
}
