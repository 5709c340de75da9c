package dev.gradus.engine.backend;

/**
 * The sizes of a two-dimensional pooling without padding, over {@code planes = batch·channels} images: x
 * {@code [planes, inH, inW]}, y {@code [planes, outH, outW]}.
 */
public record PoolGeometry(
        int planes, int inH, int inW, int outH, int outW, int kernelH, int kernelW, int strideH, int strideW) {}
