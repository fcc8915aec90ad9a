/** Returns an amount of money in major units as the locale writes it; empty for an unknown currency. */
export function amountText(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return "";
  }
}
