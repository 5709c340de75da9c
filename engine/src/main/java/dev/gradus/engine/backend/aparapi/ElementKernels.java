package dev.gradus.engine.backend.aparapi;

/**
 * Rows that compute each number of their result from few others: functions of one and two arguments, movement, random
 * masks, updates in place. A work item takes every so many-th element.
 */
abstract class ElementKernels extends DeviceMemory {
    static final int MOST_AXES = 8;
    /** Where the loops of a walk begin in a row: extents, strides of the first argument, strides of the second. */
    static final int WALK = 7;

    /** {@code y[i] = f(x[i], a)}: function, x, y, size; a. */
    final void unaryRow() {
        int function = parameter(1);
        int x = parameter(2);
        int y = parameter(3);
        int size = parameter(4);
        float a = number(0);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            store(y + i, unaryValue(function, load(x + i), a));
        }
    }

    /** {@code z[i] = f(x[…], y[…], a)}: function, x, y, z, size, loops, walk; a. */
    final void binaryRow() {
        int function = parameter(1);
        int x = parameter(2);
        int y = parameter(3);
        int z = parameter(4);
        int size = parameter(5);
        int loops = parameter(6);
        float a = number(0);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int rest = i;
            int atX = x;
            int atY = y;
            for (int loop = loops - 1; loop >= 0; loop--) {
                int extent = parameter(WALK + loop);
                int index = rest % extent;
                rest = rest / extent;
                atX += index * parameter(WALK + MOST_AXES + loop);
                atY += index * parameter(WALK + 2 * MOST_AXES + loop);
            }
            store(z + i, binaryValue(function, load(atX), load(atY), a));
        }
    }

    /** One region to another: x, y, size, loops at the places of {@link #binaryRow}. */
    final void copyRow() {
        int x = parameter(2);
        int y = parameter(3);
        int size = parameter(5);
        int loops = parameter(6);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int rest = i;
            int atX = x;
            int atY = y;
            for (int loop = loops - 1; loop >= 0; loop--) {
                int extent = parameter(WALK + loop);
                int index = rest % extent;
                rest = rest / extent;
                atX += index * parameter(WALK + MOST_AXES + loop);
                atY += index * parameter(WALK + 2 * MOST_AXES + loop);
            }
            store(atY, load(atX));
        }
    }

    /** {@code y[i] = a}: y, size; a. */
    final void fillRow() {
        int y = parameter(1);
        int size = parameter(2);
        float a = number(0);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            store(y + i, a);
        }
    }

    /** {@code y[i] = x[table[i]]}: x, y, size, where the table begins. */
    final void gatherRow() {
        int x = parameter(1);
        int y = parameter(2);
        int size = parameter(3);
        int table = parameter(4);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            store(y + i, load(x + tables[table + i]));
        }
    }

    /**
     * {@code y[i] = Σ x[sources[j]]} for j from {@code starts[i]} to {@code starts[i + 1]}: x, y, size, where the starts and
     * the sources begin in the tables.
     */
    final void scatterRow() {
        int x = parameter(1);
        int y = parameter(2);
        int size = parameter(3);
        int starts = parameter(4);
        int sources = parameter(5);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            float sum = 0f;
            int end = tables[starts + i + 1];
            for (int j = tables[starts + i]; j < end; j++) {
                sum += load(x + tables[sources + j]);
            }
            store(y + i, sum);
        }
    }

    /** Adam: p, g, m, v, size; step, β₁, 1 − β₁, β₂, 1 − β₂, ε, root scale, decay. */
    final void adamRow() {
        int p = parameter(1);
        int g = parameter(2);
        int m = parameter(3);
        int v = parameter(4);
        int size = parameter(5);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            float gradient = load(g + i);
            float first = number(1) * load(m + i) + number(2) * gradient;
            float second = number(3) * load(v + i) + number(4) * gradient * gradient;
            store(m + i, first);
            store(v + i, second);
            store(p + i, number(7) * load(p + i) - number(0) * first / (sqrt(second) * number(6) + number(5)));
        }
    }

    /** Momentum: p, g, v, size; rate, momentum. */
    final void momentumRow() {
        int p = parameter(1);
        int g = parameter(2);
        int v = parameter(3);
        int size = parameter(4);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            float velocity = number(1) * load(v + i) + load(g + i);
            store(v + i, velocity);
            store(p + i, load(p + i) - number(0) * velocity);
        }
    }

    /** RMSprop: p, g, s, size; rate, decay, 1 − decay, ε. */
    final void rmsPropRow() {
        int p = parameter(1);
        int g = parameter(2);
        int s = parameter(3);
        int size = parameter(4);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            float gradient = load(g + i);
            float square = number(1) * load(s + i) + number(2) * gradient * gradient;
            store(s + i, square);
            store(p + i, load(p + i) - number(0) * gradient / (sqrt(square) + number(3)));
        }
    }

    /** In the order of {@link dev.gradus.engine.backend.Unary}. */
    final float unaryValue(int function, float x, float a) {
        float y = x;
        if (function == 0) { // NEGATE
            y = -x;
        }
        if (function == 1) { // ABS
            y = abs(x);
        }
        if (function == 2) { // EXP
            y = exp(x);
        }
        if (function == 3) { // LOG
            y = log(x);
        }
        if (function == 4) { // SQRT
            y = sqrt(x);
        }
        if (function == 5) { // SQUARE
            y = x * x;
        }
        if (function == 6) { // RECIPROCAL
            y = 1f / x;
        }
        if (function == 7) { // TANH
            y = tanh(x);
        }
        if (function == 8) { // SIGMOID
            y = sigmoid(x);
        }
        if (function == 9) { // SOFTPLUS
            y = log1p(exp(-abs(x)));
            if (x > 0f) {
                y = x + y;
            }
        }
        if (function == 10) { // SIGN
            y = x + 0f;
            if (x > 0f) {
                y = 1f;
            }
            if (x < 0f) {
                y = -1f;
            }
        }
        if (function == 11) { // LEAKY_RELU
            if (x > 0f) {
                y = x;
            } else {
                y = a * x;
            }
        }
        if (function == 12) { // ELU
            if (x > 0f) {
                y = x;
            } else {
                y = a * expm1(x);
            }
        }
        if (function == 13) { // POWER
            y = pow(x, a);
        }
        if (function == 14) { // SCALE
            y = a * x;
        }
        if (function == 15) { // SHIFT
            y = x + a;
        }
        if (function == 16) { // AT_LEAST
            if (x < a) {
                y = a;
            }
        }
        if (function == 17) { // AT_MOST
            if (x > a) {
                y = a;
            }
        }
        return y;
    }

    /** In the order of {@link dev.gradus.engine.backend.Binary}. */
    final float binaryValue(int function, float x, float y, float a) {
        float z = 0f;
        if (function == 0) { // ADD
            z = x + y;
        }
        if (function == 1) { // SUBTRACT
            z = x - y;
        }
        if (function == 2) { // MULTIPLY
            z = x * y;
        }
        if (function == 3) { // DIVIDE
            z = x / y;
        }
        if (function == 4) { // EQUAL
            if (x == y) {
                z = 1f;
            }
        }
        if (function == 5) { // GREATER
            if (x > y) {
                z = 1f;
            }
        }
        if (function == 6) { // SLOPE
            if (y > 0f) {
                z = x;
            } else {
                z = a * x;
            }
        }
        if (function == 7) { // TANH_SLOPE
            z = x * (1f - y * y);
        }
        if (function == 8) { // SIGMOID_SLOPE
            z = x * (y * (1f - y));
        }
        if (function == 9) { // ADD_LEAKY
            z = x + y;
            if (z > 0f) {
                z = x + y;
            } else {
                z = a * z;
            }
        }
        return z;
    }

    /** Both branches take the exponential of a number that is not positive, which cannot overflow. */
    final float sigmoid(float x) {
        float e = exp(-abs(x));
        float y = e / (1f + e);
        if (x >= 0f) {
            y = 1f / (1f + e);
        }
        return y;
    }
}
