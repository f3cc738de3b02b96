/** What a new file begins with. */

const RULE = {
  fa: `# یک قاعدهٔ تازه: هر جا لازم است تغییرش دهید.
severity: warning            # hint، warning یا error
category: tone               # greeting empathy tone solution closing personal compliance
source: راهنمای گروه
flags:                       # عبارت‌هایی که قاعده دربارهٔ آن‌هاست
  - به ما ربطی <داشتن منفی>
advice:
  fa: بگویید خودتان چه کمکی می‌کنید.
  en: Say what you will do yourself.
why:
  fa: مشتری نمی‌داند کار با کدام بخش است.
  en: Customers do not know which desk does what.
replacements:
  - formal: "اجازه بدهید از همکارم بپرسم"
    spoken: "اجازه بدین از همکارم بپرسم"
examples:
  flags:                     # باید پیدا شود
    - این موضوع به ما ربطی نداره
  allows:                    # نباید پیدا شود
    - این موضوع را خودم پیگیری می‌کنم
`,
  en: `# A new rule: change whatever you need.
severity: warning            # hint, warning or error
category: tone               # greeting empathy tone solution closing personal compliance
source: our guide
flags:                       # the phrases that the rule is about
  - به ما ربطی <داشتن منفی>
advice:
  fa: بگویید خودتان چه کمکی می‌کنید.
  en: Say what you will do yourself.
why:
  fa: مشتری نمی‌داند کار با کدام بخش است.
  en: Customers do not know which desk does what.
replacements:
  - formal: "اجازه بدهید از همکارم بپرسم"
    spoken: "اجازه بدین از همکارم بپرسم"
examples:
  flags:                     # to be found
    - این موضوع به ما ربطی نداره
  allows:                    # to be left alone
    - این موضوع را خودم پیگیری می‌کنم
`,
};
const REMINDER = {
  fa: `# یک یادآوری تازه: هر جا لازم است تغییرش دهید.
severity: hint
category: solution           # greeting empathy tone solution closing personal compliance
source: راهنمای گروه
when:                        # کجا یادآوری شود: اگر مشتری یکی از این‌ها را گفته باشد
  customer:
    - گارانتی*
    - ضمانت*
needs:                       # با یکی از این‌ها در پیش‌نویس تیک می‌خورد
  - شماره سریال
  - سریال*
advice:
  fa: شماره سریال را بپرسید تا گارانتی را ببینید.
  en: Ask for the serial number to look the warranty up.
why:
  fa: بی شماره سریال، پیگیری به پیام بعدی می‌ماند.
  en: Without it the work waits for one more message.
replacements:
  - formal: "لطفاً شماره سریال دستگاه را برایم بفرستید."
    spoken: "لطفاً شماره سریال دستگاه رو برام بفرستین."
    at: end
examples:
  flags:                     # باید یادآوری شود
    - customer: "گارانتی گوشی من فعال نشده"
      draft: "سلام، الان بررسی می‌کنم"
  allows:                    # نباید یادآوری شود
    - customer: "گارانتی گوشی من فعال نشده"
      draft: "سلام، لطفاً شماره سریال رو بفرستین"
    - customer: "سفارشم نرسیده"
      draft: "سلام، الان بررسی می‌کنم"
`,
  en: `# A new reminder: change whatever you need.
severity: hint
category: solution           # greeting empathy tone solution closing personal compliance
source: our guide
when:                        # where it is asked for: the customer has said one of these
  customer:
    - گارانتی*
    - ضمانت*
needs:                       # one of these in the draft ticks it
  - شماره سریال
  - سریال*
advice:
  fa: شماره سریال را بپرسید تا گارانتی را ببینید.
  en: Ask for the serial number to look the warranty up.
why:
  fa: بی شماره سریال، پیگیری به پیام بعدی می‌ماند.
  en: Without it the work waits for one more message.
replacements:
  - formal: "لطفاً شماره سریال دستگاه را برایم بفرستید."
    spoken: "لطفاً شماره سریال دستگاه رو برام بفرستین."
    at: end
examples:
  flags:                     # to be reminded
    - customer: "گارانتی گوشی من فعال نشده"
      draft: "سلام، الان بررسی می‌کنم"
  allows:                    # not to be reminded
    - customer: "گارانتی گوشی من فعال نشده"
      draft: "سلام، لطفاً شماره سریال رو بفرستین"
    - customer: "سفارشم نرسیده"
      draft: "سلام، الان بررسی می‌کنم"
`,
};
const LIST = {
  fa: `# یک فهرست تازه: در قاعده‌ها با @ و همین نام به کار می‌رود.
NAME:
  - عبارت نخست
  - عبارت دوم
`,
  en: `# A new list: rules use it by @ and this name.
NAME:
  - عبارت نخست
  - عبارت دوم
`,
};

/** The text that a new file of a kind begins with; `name`: of the file, without its ending. */
export function template(kind, name, lang) {
  if (kind === "rule") return RULE[lang];
  if (kind === "reminder") return REMINDER[lang];
  return kind === "list" ? LIST[lang].replace("NAME", name) : "";
}
