package io.dreamcacher.language;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Weights of a linear parser: for each feature a row with a byte for each move. Immutable and thread-safe. */
final class ParserModel {
    private static final int MAGIC = 0x44435031; // DCP1
    private static final int SPREAD = 31;

    private final long[] keys;
    private final int[] rows;
    private final byte[] weights;
    private final int mask;

    private ParserModel(Map<Long, byte[]> features) {
        int capacity = Integer.highestOneBit(Math.max(1, features.size())) * 4;
        mask = capacity - 1;
        keys = new long[capacity];
        rows = new int[capacity];
        weights = new byte[features.size() * Move.ALL.size()];
        int row = 0;
        for (Map.Entry<Long, byte[]> feature : features.entrySet()) {
            int slot = slot(feature.getKey());
            keys[slot] = feature.getKey();
            rows[slot] = row + 1;
            System.arraycopy(feature.getValue(), 0, weights, row++ * Move.ALL.size(), Move.ALL.size());
        }
    }

    private int slot(long key) {
        int slot = (int) (key ^ (key >>> SPREAD)) & mask;
        while (rows[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Adds up what the features say of each move. */
    void score(long[] features, int[] scores) {
        Arrays.fill(scores, 0);
        for (long feature : features) {
            int row = rows[slot(feature)];
            if (row > 0) {
                int from = (row - 1) * scores.length;
                for (int move = 0; move < scores.length; move++) {
                    scores[move] += weights[from + move];
                }
            }
        }
    }

    /**
     * Reads a model.
     *
     * @throws IOException when it is none, or of other moves
     */
    static ParserModel read(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(stream)))) {
            if (in.readInt() != MAGIC || in.readInt() != Move.ALL.size()) {
                throw new IOException("the parser's model must be of %d moves".formatted(Move.ALL.size()));
            }
            Map<Long, byte[]> features = new TreeMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                long key = in.readLong();
                byte[] row = new byte[Move.ALL.size()];
                for (int left = in.readByte(); left > 0; left--) {
                    int move = in.readByte();
                    row[move] = in.readByte();
                }
                features.put(key, row);
            }
            return new ParserModel(features);
        }
    }

    /** Writes a model as {@link #read} takes it, zeros left out. */
    static void write(Map<Long, byte[]> features, OutputStream stream) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(stream))) {
            out.writeInt(MAGIC);
            out.writeInt(Move.ALL.size());
            out.writeInt(features.size());
            for (Map.Entry<Long, byte[]> feature : new TreeMap<>(features).entrySet()) {
                out.writeLong(feature.getKey());
                byte[] row = feature.getValue();
                int filled = 0;
                for (byte weight : row) {
                    filled += weight == 0 ? 0 : 1;
                }
                out.writeByte(filled);
                for (int move = 0; move < row.length; move++) {
                    if (row[move] != 0) {
                        out.writeByte(move);
                        out.writeByte(row[move]);
                    }
                }
            }
        }
    }
}
