package dev.gradus.models.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/**
 * Numbers as text: the shortest decimal that is read back as the same {@code double}. {@code Double.toString} also reads
 * back, but writes other digits on JDK 17 than on 19 and later, and a detector should be the same file on both.
 */
public final class Decimal {
    private static final int MOST_DIGITS = 17;
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?(E[+-]?[0-9]{1,3})?");

    private Decimal() {}

    /**
     * The text of a number.
     *
     * @param value finite
     */
    public static String of(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shown = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shown = exact.round(new MathContext(digits));
            if (Double.parseDouble(shown.toString()) == value) {
                break;
            }
        }
        double size = Math.abs(value);
        return size >= 1e-4 && size < 1e16 ? shown.toPlainString() : shown.toString();
    }

    /** The number, or NaN where the text is none that {@link #of} might have written or is beyond all numbers. */
    static double parse(String text) {
        double value = FORM.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        return Double.isInfinite(value) ? Double.NaN : value;
    }
}
