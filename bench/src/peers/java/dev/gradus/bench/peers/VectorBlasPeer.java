package dev.gradus.bench.peers;

import dev.gradus.bench.Peer;
import dev.gradus.workloads.Work;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.List;

/** VectorBLAS of netlib, BLAS on the Vector API: matrix products on one thread. */
public final class VectorBlasPeer implements Peer {
    @Override
    public String name() {
        return "VectorBLAS";
    }

    @Override
    public List<String> offers() {
        return Sizes.PRODUCTS;
    }

    @Override
    public int mostThreads() {
        return 1;
    }

    /** BLAS's matrices lie column by column: C = A·B there is Cᵀ = Bᵀ·Aᵀ here, the arrays being the same. */
    @Override
    public Work prepare(String workload, int threads) {
        BLAS blas = JavaBLAS.getInstance();
        if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
            throw new IllegalStateException("netlib gives " + blas.getClass().getSimpleName() + ", not VectorBLAS");
        }
        int[] size = Sizes.product(workload);
        int m = size[0];
        int k = size[1];
        int n = size[2];
        float[] a = Sizes.numbers(m * k);
        float[] b = Sizes.numbers(k * n);
        float[] c = new float[m * n];
        return () -> {
            blas.sgemm("N", "N", n, m, k, 1, b, n, a, k, 0, c, n);
            return c[0];
        };
    }
}
