package dev.gradus.models.window;

import java.util.Arrays;
import org.apache.commons.math4.transform.FastFourierTransform;

/**
 * The transform of {@link Domain} and its way back, for windows of one length T. The library's Fourier transform takes powers of two
 * only; any other length is done by it as a convolution of such a length (L. I. Bluestein, "A linear filtering approach to the
 * computation of discrete Fourier transform", 1970): with {@code c_n = e^(−πi·n²/T)},
 * <pre>
 *   X_k = c_k·Σ_n (x_n·c_n)·conj(c_(k−n)).
 * </pre>
 * Sines and cosines are those of {@link StrictMath}, and the library has its own tables of them, so that the bits are
 * the same everywhere. Immutable; threads may share one.
 */
final class CircleTransform {
    private static final FastFourierTransform FORWARD = new FastFourierTransform(FastFourierTransform.Norm.STD);
    private static final FastFourierTransform INVERSE = new FastFourierTransform(FastFourierTransform.Norm.STD, true);

    private final int length;

    /** Of the convolution: a power of two, at least 2T − 1. */
    private final int padded;

    /** {@code r^n}. */
    private final double[] powers;

    /** What a window within [−1, 1] can have at most. */
    private final double greatest;

    /** {@code c_n}, real and imaginary parts. */
    private final double[][] chirp;

    /** The transform of {@code conj(c)} around 0. */
    private final double[][] filter;

    CircleTransform(int length, double radius) {
        this.length = length;
        this.padded =
                Math.max(2, Integer.highestOneBit(2 * length - 1) * (Integer.bitCount(2 * length - 1) == 1 ? 1 : 2));
        powers = new double[length];
        Arrays.setAll(powers, n -> StrictMath.pow(radius, n));
        greatest = Arrays.stream(powers).map(p -> 1 / p).sum();
        chirp = new double[2][length];
        filter = new double[2][padded];
        for (int n = 0; n < length; n++) {
            // n² modulo 2T keeps the angle small, and exact.
            double angle = Math.PI * ((long) n * n % (2L * length)) / length;
            chirp[0][n] = StrictMath.cos(angle);
            chirp[1][n] = -StrictMath.sin(angle);
            for (int place : new int[] {n, (padded - n) % padded}) {
                filter[0][place] = chirp[0][n];
                filter[1][place] = -chirp[1][n];
            }
        }
        FORWARD.transformInPlace(filter);
    }

    /** Writes what a model sees of a window x, {@code [T]}, to every {@code stride}-th place from {@code offset} on. */
    void see(double[] x, float[] destination, int offset, int stride) {
        double[][] values = transformed(x);
        for (int k = 0; k < length; k++) {
            destination[offset + k * stride] = (float) (2 * magnitude(values, k) / greatest - 1);
        }
    }

    /**
     * Takes what a model makes of a window back.
     *
     * @param x    the window, {@code [T]}
     * @param made in the form of {@link #see}, {@code [T]}
     * @return {@code [T]} samples
     */
    double[] back(double[] x, double[] made) {
        double[][] values = transformed(x);
        for (int k = 0; k < length; k++) {
            double magnitude = magnitude(values, k);
            double wanted = Math.max(0, (made[k] + 1) / 2 * greatest);
            // A magnitude of 0 has no angle; any will do, and 0 is one.
            double re = magnitude == 0 ? wanted : values[0][k] / magnitude * wanted;
            double im = magnitude == 0 ? 0 : values[1][k] / magnitude * wanted;
            // The inverse transform is the conjugate of the transform of the conjugate.
            values[0][k] = re;
            values[1][k] = -im;
        }
        double[][] samples = fourier(values);
        double[] result = new double[length];
        for (int n = 0; n < length; n++) {
            result[n] = powers[n] * samples[0][n] / length;
        }
        return result;
    }

    /** X of a window. */
    double[][] transformed(double[] x) {
        double[][] values = new double[2][length];
        for (int n = 0; n < length; n++) {
            values[0][n] = x[n] / powers[n];
        }
        return fourier(values);
    }

    private static double magnitude(double[][] values, int k) {
        return Math.sqrt(values[0][k] * values[0][k] + values[1][k] * values[1][k]);
    }

    private double[][] fourier(double[][] values) {
        double[][] work = new double[2][padded];
        for (int n = 0; n < length; n++) {
            work[0][n] = values[0][n] * chirp[0][n] - values[1][n] * chirp[1][n];
            work[1][n] = values[0][n] * chirp[1][n] + values[1][n] * chirp[0][n];
        }
        FORWARD.transformInPlace(work);
        for (int i = 0; i < padded; i++) {
            double re = work[0][i] * filter[0][i] - work[1][i] * filter[1][i];
            work[1][i] = work[0][i] * filter[1][i] + work[1][i] * filter[0][i];
            work[0][i] = re;
        }
        INVERSE.transformInPlace(work);
        double[][] result = new double[2][length];
        for (int k = 0; k < length; k++) {
            result[0][k] = work[0][k] * chirp[0][k] - work[1][k] * chirp[1][k];
            result[1][k] = work[0][k] * chirp[1][k] + work[1][k] * chirp[0][k];
        }
        return result;
    }
}
