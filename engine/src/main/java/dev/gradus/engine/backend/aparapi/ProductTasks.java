package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.aparapi.ProgramWriter.Matrix;

/** Products and convolutions as tasks. See {@link AparapiBackend}. */
final class ProductTasks {
    private final AparapiBackend backend;

    ProductTasks(AparapiBackend backend) {
        this.backend = backend;
    }

    Storage product(Storage a, Storage b, ProductGeometry g) {
        AparapiStorage left = backend.own(a);
        AparapiStorage right = backend.own(b);
        AparapiStorage out = backend.made(g.batch() * g.m() * g.n());
        Matrix denseA = Matrix.dense(0, g.transposeA() ? g.m() : g.k());
        Matrix denseB = Matrix.dense(0, g.transposeB() ? g.k() : g.n());
        Matrix turnedA = g.transposeA() ? denseA.transposed() : denseA;
        Matrix turnedB = g.transposeB() ? denseB.transposed() : denseB;
        int batchA = g.sharedA() ? 0 : g.m() * g.k();
        int batchB = g.sharedB() ? 0 : g.k() * g.n();
        backend.submit(
                DeviceOperation.PRODUCT,
                AparapiBackend.all(left, right),
                AparapiBackend.all(out),
                ProgramWriter.extra(g.batch(), g.m(), g.n(), g.k()),
                2,
                rows -> rows.product(
                        new Matrix(left.address(), turnedA.row(), turnedA.column(), batchA),
                        new Matrix(right.address(), turnedB.row(), turnedB.column(), batchB),
                        out.address(),
                        g.batch(),
                        g.m(),
                        g.n(),
                        g.k()),
                () -> out.take(backend.cpu().product(left.host(), right.host(), g)));
        return out;
    }

    Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        AparapiStorage in = backend.own(x);
        AparapiStorage weight = backend.own(w);
        AparapiStorage out = backend.made(g.outputSize());
        int places = g.batch() * g.outH() * g.outW();
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        backend.submit(
                DeviceOperation.CONVOLUTION,
                AparapiBackend.all(in, weight),
                AparapiBackend.all(out),
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION,
                        weight.address(),
                        in.address(),
                        out.address(),
                        g.outChannels(),
                        places,
                        taps,
                        g),
                () -> out.take(backend.cpu().convolve(in.host(), weight.host(), g)));
        return out;
    }

    Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        AparapiStorage in = backend.own(y);
        AparapiStorage weight = backend.own(w);
        AparapiStorage out = backend.made(g.inputSize());
        int places = g.batch() * g.inH() * g.inW();
        int taps = g.outChannels() * g.kernelH() * g.kernelW();
        backend.submit(
                DeviceOperation.CONVOLUTION,
                AparapiBackend.all(in, weight),
                AparapiBackend.all(out),
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION_TRANSPOSED,
                        weight.address(),
                        in.address(),
                        out.address(),
                        g.inChannels(),
                        places,
                        taps,
                        g),
                () -> out.take(backend.cpu().convolveTransposed(in.host(), weight.host(), g)));
        return out;
    }

    Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        AparapiStorage in = backend.own(x);
        AparapiStorage after = backend.own(y);
        AparapiStorage out = backend.made(g.weightSize());
        int places = g.batch() * g.outH() * g.outW();
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        backend.submit(
                DeviceOperation.CONVOLUTION,
                AparapiBackend.all(in, after),
                AparapiBackend.all(out),
                ProgramWriter.extra(1, g.outChannels(), taps, places),
                2,
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION_WEIGHT,
                        after.address(),
                        in.address(),
                        out.address(),
                        g.outChannels(),
                        taps,
                        places,
                        g),
                () -> out.take(backend.cpu().convolveWeight(in.host(), after.host(), g)));
        return out;
    }
}
