package dev.gradus.cli.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places numbers on a vertical line, the larger the higher, and chooses round ones to be named. */
final class ValueAxis {
    /** A number with a name. */
    record Tick(double y, String label) {}

    private final double low;
    private final double high;
    private final double top;
    private final double height;

    /** The numbers {@code low} to {@code high} on a line from {@code top} down, {@code height} long. */
    ValueAxis(double low, double high, double top, double height) {
        boolean flat = !(high > low);
        double room = flat ? Math.max(1, Math.abs(low)) / 2 : 0;
        this.low = low - room;
        this.high = high + room;
        this.top = top;
        this.height = height;
    }

    double y(double value) {
        return top + height * (high - value) / (high - low);
    }

    /** About {@code count} ticks at multiples of 1, 2 or 5 times a power of ten. */
    List<Tick> ticks(int count) {
        double step = step((high - low) / count);
        double largest = Math.max(Math.abs(low), Math.abs(high));
        List<Tick> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = first; i <= last && i - first < 50; i++) {
            ticks.add(new Tick(y(i * step), label(i * step, step, largest)));
        }
        return ticks;
    }

    private static double step(double least) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        double share = least / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    /** With as many decimals as the step has; millions, billions and very small numbers in a short form. */
    private static String label(double value, double step, double largest) {
        if (largest >= 1e12 || largest < 1e-4) {
            return String.format(Locale.ROOT, "%.2g", value);
        }
        double unit = largest >= 1e10 ? 1e9 : largest >= 1e7 ? 1e6 : 1;
        String suffix = unit == 1e9 ? " bn" : unit == 1e6 ? " m" : "";
        int decimals = (int) Math.max(0, -Math.floor(StrictMath.log10(step / unit) + 1e-9));
        return String.format(Locale.ROOT, "%,." + Math.min(decimals, 9) + "f", value / unit) + suffix;
    }
}
