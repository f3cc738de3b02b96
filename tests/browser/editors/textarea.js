/** A plain text field. */
export function mount(place) {
  const field = document.createElement("textarea");
  field.rows = 5;
  place.append(field);
  return { text: () => field.value, set: (text) => (field.value = text), unmount: () => field.remove() };
}
