/** An amount of money as a language writes it; empty for a currency that does not exist. */
export function amountText(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return "";
  }
}
