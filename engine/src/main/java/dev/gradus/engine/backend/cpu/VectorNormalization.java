package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops of a normalisation on the Vector API: whole vectors of a row, then the columns that are left. */
final class VectorNormalization implements NormalizationLoops {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;

    @Override
    public void sum(float[] x, int at, int rows, int stride, int width, StripeNumbers n) {
        float[] sums = n.sums;
        int full = width / LANES * LANES;
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < full; i += LANES) {
                FloatVector.fromArray(S, sums, i)
                        .add(FloatVector.fromArray(S, x, from + i))
                        .intoArray(sums, i);
            }
            for (int i = full; i < width; i++) {
                sums[i] += x[from + i];
            }
        }
    }

    @Override
    public void squares(float[] x, int at, int rows, int stride, int width, StripeNumbers n) {
        float[] sums = n.sums;
        float[] mean = n.mean;
        int full = width / LANES * LANES;
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < full; i += LANES) {
                FloatVector centred = FloatVector.fromArray(S, x, from + i).sub(FloatVector.fromArray(S, mean, i));
                FloatVector.fromArray(S, sums, i).add(centred.mul(centred)).intoArray(sums, i);
            }
            for (int i = full; i < width; i++) {
                float centred = x[from + i] - mean[i];
                sums[i] += centred * centred;
            }
        }
    }

    @Override
    public void apply(float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out) {
        float[] mean = n.mean;
        float[] scale = n.scale;
        float[] shift = n.shift;
        int full = width / LANES * LANES;
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < full; i += LANES) {
                FloatVector y = FloatVector.fromArray(S, x, from + i)
                        .sub(FloatVector.fromArray(S, mean, i))
                        .mul(FloatVector.fromArray(S, scale, i))
                        .add(FloatVector.fromArray(S, shift, i));
                VectorMath.leakyRelu(y, slope).intoArray(out, from + i);
            }
            for (int i = full; i < width; i++) {
                out[from + i] = Elements.leakyRelu((x[from + i] - mean[i]) * scale[i] + shift[i], slope);
            }
        }
    }

    @Override
    public void products(float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope) {
        float[] mean = n.mean;
        float[] scale = n.scale;
        float[] shift = n.shift;
        float[] sums = n.sums;
        float[] products = n.products;
        int full = width / LANES * LANES;
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < full; i += LANES) {
                FloatVector centred = FloatVector.fromArray(S, x, from + i).sub(FloatVector.fromArray(S, mean, i));
                FloatVector y = centred.mul(FloatVector.fromArray(S, scale, i)).add(FloatVector.fromArray(S, shift, i));
                FloatVector h = VectorMath.slope(FloatVector.fromArray(S, g, from + i), y, slope);
                FloatVector.fromArray(S, sums, i).add(h).intoArray(sums, i);
                FloatVector.fromArray(S, products, i).add(h.mul(centred)).intoArray(products, i);
            }
            for (int i = full; i < width; i++) {
                float centred = x[from + i] - mean[i];
                float h = Elements.slope(g[from + i], centred * scale[i] + shift[i], slope);
                sums[i] += h;
                products[i] += h * centred;
            }
        }
    }

    @Override
    public void gradient(
            float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out) {
        float[] mean = n.mean;
        float[] scale = n.scale;
        float[] shift = n.shift;
        float[] level = n.level;
        float[] along = n.along;
        int full = width / LANES * LANES;
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < full; i += LANES) {
                FloatVector factor = FloatVector.fromArray(S, scale, i);
                FloatVector centred = FloatVector.fromArray(S, x, from + i).sub(FloatVector.fromArray(S, mean, i));
                FloatVector y = centred.mul(factor).add(FloatVector.fromArray(S, shift, i));
                VectorMath.slope(FloatVector.fromArray(S, g, from + i), y, slope)
                        .sub(FloatVector.fromArray(S, level, i))
                        .sub(centred.mul(FloatVector.fromArray(S, along, i)))
                        .mul(factor)
                        .intoArray(out, from + i);
            }
            for (int i = full; i < width; i++) {
                float centred = x[from + i] - mean[i];
                float h = Elements.slope(g[from + i], centred * scale[i] + shift[i], slope);
                out[from + i] = (h - level[i] - centred * along[i]) * scale[i];
            }
        }
    }
}
