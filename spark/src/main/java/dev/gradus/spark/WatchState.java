package dev.gradus.spark;

import java.io.Serializable;

/**
 * What Spark's state store keeps of a series that is watched. A bean, because that is what Spark can write.
 *
 * <p>Before anything has come, and where something is wrong, all but the detector or the problem is null.
 */
public final class WatchState implements Serializable {
    private static final long serialVersionUID = 1;

    private long detectors;
    private byte[] detector;
    private byte[] memory;
    private long[] times;
    private double[] values;
    private int failures;
    private String problem;

    /** How many detectors have the key of the series. */
    public long getDetectors() {
        return detectors;
    }

    /** See {@link #getDetectors}. */
    public void setDetectors(long count) {
        detectors = count;
    }

    /** The file of the detector. */
    public byte[] getDetector() {
        return detector;
    }

    /** See {@link #getDetector}. */
    public void setDetector(byte[] content) {
        detector = content;
    }

    /** What the detector remembers of the stream; null before the first sample. */
    public byte[] getMemory() {
        return memory;
    }

    /** See {@link #getMemory}. */
    public void setMemory(byte[] content) {
        memory = content;
    }

    /** Milliseconds of the samples that wait for the watermark, in order. */
    public long[] getTimes() {
        return times;
    }

    /** See {@link #getTimes}. */
    public void setTimes(long[] millis) {
        times = millis;
    }

    /** Their values, one sample after the other. */
    public double[] getValues() {
        return values;
    }

    /** See {@link #getValues}. */
    public void setValues(double[] samples) {
        values = samples;
    }

    /** How often in succession the samples that wait could not be shown to the detector. */
    public int getFailures() {
        return failures;
    }

    /** See {@link #getFailures}. */
    public void setFailures(int count) {
        failures = count;
    }

    /** Why the series is not watched; null where it is. It has been told. */
    public String getProblem() {
        return problem;
    }

    /** See {@link #getProblem}. */
    public void setProblem(String text) {
        problem = text;
    }
}
