package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ProductGeometry;
import java.util.Arrays;
import java.util.Objects;

/** Matrix products. */
final class Products {
    private Products() {}

    /**
     * Matrix product {@code C = op(A)·op(B)}, where op transposes if asked; A and B are matrices or batches of them, and
     * a single matrix serves a whole batch. With G the cotangent of C: {@code d op(A) = G·op(B)ᵀ} and
     * {@code d op(B) = op(A)ᵀ·G}; where the operand is stored transposed, so is its cotangent.
     */
    record MatMul(boolean transposeA, boolean transposeB) implements Operation {
        private static final MatMul[] ALL = {
            new MatMul(false, false), new MatMul(false, true), new MatMul(true, false), new MatMul(true, true)
        };

        static MatMul of(boolean transposeA, boolean transposeB) {
            return ALL[(transposeA ? 2 : 0) + (transposeB ? 1 : 0)];
        }

        @Override
        public String name() {
            return "matmul";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Tensor a = x[0];
            Tensor b = x[1];
            boolean batched = a.shape().rank() == 3 || b.shape().rank() == 3;
            int batch = a.shape().rank() == 3 ? a.dim(0) : b.shape().rank() == 3 ? b.dim(0) : 1;
            int m = a.dim(transposeA ? -1 : -2);
            int k = a.dim(transposeA ? -2 : -1);
            int n = b.dim(transposeB ? -2 : -1);
            ProductGeometry geometry = new ProductGeometry(
                    batch,
                    m,
                    n,
                    k,
                    transposeA,
                    transposeB,
                    batched && a.shape().rank() == 2,
                    batched && b.shape().rank() == 2);
            Shape shape = batched ? Shape.of("matmul", batch, m, n) : Shape.matrix("matmul", m, n);
            return Outputs.of(shape, backend.product(a.storage(), b.storage(), geometry));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            Tensor a = call.input(0);
            Tensor b = call.input(1);
            return call.cotangents(
                    () -> unshare(transposeA ? b.matmul(g, transposeB, true) : g.matmul(b, false, !transposeB), a),
                    () -> unshare(transposeB ? g.matmul(a, true, transposeA) : a.matmul(g, !transposeA, false), b));
        }

        private static Tensor unshare(Tensor cotangent, Tensor operand) {
            return Arithmetic.unbroadcast(cotangent, operand.shape());
        }
    }

    static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Objects.requireNonNull(b, "matmul: input 1 is null");
        int rankA = a.shape().rank();
        int rankB = b.shape().rank();
        if (rankA < 2 || rankB < 2) {
            throw new ShapeException("matmul: " + a.shape() + " and " + b.shape()
                    + " must both have at least two axes; reshape a vector to [1, n] or [n, 1]");
        }
        int innerA = a.dim(transposeA ? -2 : -1);
        int innerB = b.dim(transposeB ? -1 : -2);
        if (innerA != innerB) {
            throw new ShapeException("matmul: inner extents " + innerA + " and " + innerB + " differ: "
                    + a.shape() + (transposeA ? " transposed" : "") + " times " + b.shape()
                    + (transposeB ? " transposed" : ""));
        }
        MatMul product = MatMul.of(transposeA, transposeB);
        if (rankA == 2 && rankB == 2) {
            return Tensor.first(product, a, b);
        }
        Shape lead = Shape.broadcast("matmul", leading(a), leading(b));
        Shape result = result(lead, a.dim(transposeA ? -1 : -2), b.dim(transposeB ? -2 : -1));
        if (rankB == 2 && !transposeA) {
            // One tall product instead of a batch of small ones.
            return a.reshape(a.shape().product(0, rankA - 1), innerA)
                    .apply(product, b)
                    .reshape(result);
        }
        return stacked(a, lead).apply(product, stacked(b, lead)).reshape(result);
    }

    private static Shape result(Shape lead, int rows, int columns) {
        long[] extents = Arrays.copyOf(lead.extents(), lead.rank() + 2);
        extents[lead.rank()] = rows;
        extents[lead.rank() + 1] = columns;
        return Shape.of("matmul", extents);
    }

    private static Shape leading(Tensor x) {
        return Shape.of(Arrays.copyOf(x.shape().dims(), x.shape().rank() - 2));
    }

    /** A batch of matrices of rank 3; a single matrix stays one. */
    private static Tensor stacked(Tensor x, Shape lead) {
        if (x.shape().rank() == 2) {
            return x;
        }
        int[] dims = Arrays.copyOf(lead.dims(), lead.rank() + 2);
        dims[lead.rank()] = x.dim(-2);
        dims[lead.rank() + 1] = x.dim(-1);
        return x.broadcastTo(Shape.of(dims)).reshape(lead.size(), x.dim(-2), x.dim(-1));
    }
}
