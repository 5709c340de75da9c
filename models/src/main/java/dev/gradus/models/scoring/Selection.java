package dev.gradus.models.scoring;

/** The median by quickselect (Hoare), in expected linear time. */
final class Selection {
    private Selection() {}

    /**
     * The median of the first {@code count} values, which it reorders; the mean of the middle two if the count is even.
     */
    static double median(double[] values, int count) {
        int middle = count / 2;
        double upper = select(values, count, middle);
        if (count % 2 == 1) {
            return upper;
        }
        // All that is left of the middle is no greater, so its neighbour in order is the greatest there.
        double lower = values[0];
        for (int i = 1; i < middle; i++) {
            lower = Math.max(lower, values[i]);
        }
        return (lower + upper) / 2;
    }

    /** The value of rank {@code k}; afterwards no value before it is greater, none after it smaller. */
    private static double select(double[] values, int count, int k) {
        int left = 0;
        int right = count - 1;
        while (left < right) {
            double pivot = medianOfThree(values[left], values[(left + right) >>> 1], values[right]);
            int i = left;
            int j = right;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (k <= j) {
                right = j;
            } else if (k >= i) {
                left = i;
            } else {
                break;
            }
        }
        return values[k];
    }

    private static double medianOfThree(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
