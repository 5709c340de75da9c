package dev.gradus.cli;

import dev.gradus.engine.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * A day of a pump, a row for every hundred seconds, as it might have been: five columns that two hidden numbers, load and
 * weather, determine but for a little noise. In some rows one column does not go with the others. The same numbers
 * everywhere.
 *
 * @param rows   {@code [rows][columns]}
 * @param faults places of the rows that do not fit, ascending
 */
record PumpTable(double[][] rows, int[] faults) {
    static final List<String> COLUMNS =
            List.of("speed in %", "flow in m3/h", "pressure in m", "temperature in degrees C", "power in kW");

    private static final int ROWS = 864;
    private static final int FAULTS = 10;

    /** How far a fault moves its column. */
    private static final double[] OFF = {-25, -30, 14, 18, 12};

    /** A day on which all is well. */
    static PumpTable usual(Rng rng) {
        double[][] rows = new double[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            rows[r] = row(24.0 * r / ROWS, rng);
        }
        return new PumpTable(rows, new int[0]);
    }

    /** A day with faults. */
    static PumpTable faulty(Rng rng) {
        double[][] rows = usual(rng).rows;
        int[] faults = new int[FAULTS];
        for (int i = 0; i < FAULTS; i++) {
            faults[i] = ROWS / FAULTS * i + rng.nextInt(ROWS / FAULTS);
            rows[faults[i]][i % OFF.length] += OFF[i % OFF.length];
        }
        return new PumpTable(rows, faults);
    }

    private static double[] row(double hour, Rng rng) {
        double load = 0.5 + 0.35 * StrictMath.sin(2 * Math.PI * (hour - 9) / 24) + 0.15 * (rng.nextDouble() - 0.5);
        double weather = 14 + 6 * StrictMath.sin(2 * Math.PI * (hour - 8) / 24) + rng.nextDouble();
        return new double[] {
            40 + 60 * load + noise(rng),
            20 + 80 * load + noise(rng),
            50 - 22 * load * load + noise(rng) / 2,
            weather + 8 + 24 * load + noise(rng) / 2,
            4 + 18 * load * load * load + noise(rng) / 4
        };
    }

    /** From −1 to 1. */
    private static double noise(Rng rng) {
        return 2 * rng.nextDouble() - 1;
    }

    boolean isFault(int row) {
        return Arrays.binarySearch(faults, row) >= 0;
    }
}
