package dev.gradus.models.series;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** By what a series is recognised: the SHA-256 of its times and values. Names and the format of times have no part in it. */
public final class Fingerprint {
    private static final int NUMBERS = 1024;

    private Fingerprint() {}

    /**
     * The fingerprint of a series, 64 hexadecimal digits: of time and values of each row, eight bytes each, the highest
     * first; all gaps count as the same NaN.
     */
    public static String of(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        MessageDigest digest = sha256();
        double[][] columns = series.names().stream().map(series::values).toArray(double[][]::new);
        ByteBuffer numbers = ByteBuffer.allocate(NUMBERS * Long.BYTES);
        for (int i = 0; i < series.length(); i++) {
            add(digest, numbers, series.time(i));
            for (double[] column : columns) {
                add(digest, numbers, Double.doubleToLongBits(column[i]));
            }
        }
        digest.update(numbers.flip());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, ByteBuffer numbers, long number) {
        if (!numbers.hasRemaining()) {
            digest.update(numbers.flip());
            numbers.clear();
        }
        numbers.putLong(number);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
