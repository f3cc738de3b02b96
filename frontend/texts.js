/** The widget's own words, in Persian and English. Advice and why come from the coach. */

const fa = {
  coach: "همدل",
  dir: "rtl",
  severity: { error: "این‌طور نفرستید", warning: "شاید برنجاند", hint: "بهتر می‌شود" },
  why: "چرا؟",
  dismiss: "نادیده بگیر",
  wrong: "نادرست است",
  close: "بستن",
  remove: "حذف شود",
  add: "اضافه کن",
  position: (index, count) => `${index} از ${count}`,
  silenced: "این نکته در این گفتگو خاموش شد.",
  restore: "برگردان",
  notApplied: "متن در این میان عوض شد؛ چیزی جایگزین نشد.",
  copy: "کپی متن پیشنهادی",
  tone: "لحن",
  zones: { red: "تند یا سرد", amber: "معمولی", green: "گرم و مؤدبانه" },
  noTone: "هنوز چیزی ننوشته‌اید",
  checklist: "یادآوری‌ها",
  done: "انجام شد",
  due: "مانده",
  states: {
    closed: "خاموش",
    connecting: "در حال اتصال…",
    ready: "آماده",
    waiting: "آفلاین؛ نوشتن مثل همیشه کار می‌کند",
    refused: "مربی در دسترس نیست؛ نوشتن مثل همیشه کار می‌کند",
  },
  tooLong: "متن برای بررسی بلند است",
  findings: (count) => (count === "۱" ? "یک نکته در متن" : `${count} نکته در متن`),
  howToOpen: "برای دیدن، Alt و Enter",
  howToWalk: "با جهت‌ها انتخاب کنید، Enter می‌نویسد، Escape می‌بندد",
  rules: {
    "missing-offer": "پیشنهاد کمک",
    "missing-name": "نام مشتری",
    "missing-greeting": "سلام",
    "missing-empathy": "همدلی",
    "missing-apology": "عذرخواهی",
    "missing-thanks": "تشکر",
    "missing-alternative": "راه دیگر",
    "missing-reason": "دلیل",
    "bare-bad-news": "خبر خوب کنار خبر بد",
    "missing-next-step": "قدم بعدی",
    "missing-question": "پرسش روشن‌کننده",
    "unanswered-question": "پاسخ همهٔ پرسش‌ها",
    "unconfirmed-close": "حل شدن مشکل",
    "canned-reply": "پاسخ ویژهٔ این مشتری",
  },
};

const en = {
  coach: "Hamdel",
  dir: "ltr",
  severity: { error: "Don't send it like this", warning: "May hurt", hint: "Could be better" },
  why: "Why?",
  dismiss: "Dismiss",
  wrong: "Not right",
  close: "Close",
  remove: "Remove it",
  add: "Add",
  position: (index, count) => `${index} of ${count}`,
  silenced: "This remark is silent for this conversation.",
  restore: "Bring back",
  notApplied: "The text changed meanwhile; nothing was replaced.",
  copy: "Copy the wording",
  tone: "Tone",
  zones: { red: "Harsh or cold", amber: "Neutral", green: "Warm and polite" },
  noTone: "Nothing written yet",
  checklist: "Reminders",
  done: "done",
  due: "due",
  states: {
    closed: "off",
    connecting: "connecting…",
    ready: "ready",
    waiting: "offline: the composer works as ever",
    refused: "no coach: the composer works as ever",
  },
  tooLong: "too long to review",
  findings: (count) => (count === "1" ? "One remark in the text" : `${count} remarks in the text`),
  howToOpen: "Alt and Enter to see it",
  howToWalk: "arrows choose, Enter applies, Escape closes",
  rules: {
    "missing-offer": "Offer of help",
    "missing-name": "Customer's name",
    "missing-greeting": "Greeting",
    "missing-empathy": "Empathy",
    "missing-apology": "Apology",
    "missing-thanks": "Thanks",
    "missing-alternative": "Another way",
    "missing-reason": "Reason",
    "bare-bad-news": "Good beside bad news",
    "missing-next-step": "Next step",
    "missing-question": "Clarifying question",
    "unanswered-question": "Every question",
    "unconfirmed-close": "Is it settled?",
    "canned-reply": "This customer's case",
  },
};

const LANGUAGES = { fa, en };

/** The words of a language; Persian for a language that is not there. */
export function textsOf(lang) {
  return LANGUAGES[lang] ?? fa;
}

/** A number as the language writes it. */
export function numeral(number, lang) {
  return new Intl.NumberFormat(lang === "en" ? "en" : "fa-IR").format(number);
}

/** What a chip of the checklist says; a lead's own rule says its id in words. */
export function ruleLabel(rule, texts) {
  return texts.rules[rule] ?? rule.replaceAll("-", " ");
}
