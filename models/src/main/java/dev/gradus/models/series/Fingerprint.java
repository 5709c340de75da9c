package dev.gradus.models.series;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** By what a series is recognised: the SHA-256 of its times and values. Names and the format of times have no part in it. */
public final class Fingerprint {
    private static final int ROWS = 512;

    private Fingerprint() {}

    /**
     * The fingerprint of a series with one column, 64 hexadecimal digits: of time and value of each row, eight bytes each,
     * the highest first; all gaps count as the same NaN.
     */
    public static String of(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        MessageDigest digest = sha256();
        double[] values = series.values();
        ByteBuffer rows = ByteBuffer.allocate(ROWS * 2 * Long.BYTES);
        for (int i = 0; i < values.length; i++) {
            rows.putLong(series.time(i)).putLong(Double.doubleToLongBits(values[i]));
            if (!rows.hasRemaining() || i == values.length - 1) {
                digest.update(rows.flip());
                rows.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
