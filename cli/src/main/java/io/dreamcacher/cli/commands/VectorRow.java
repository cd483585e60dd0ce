package io.dreamcacher.cli.commands;

/** Numbers of one vector, for people and machines. */
final class VectorRow {
    private static final int SHOWN = 6;

    private VectorRow() {}

    /** Its length in space. */
    static double norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** Its first numbers. */
    static String beginning(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, vector.length); i++) {
            text.append("%7.4f ".formatted(vector[i]));
        }
        return text.append(vector.length > SHOWN ? "…" : "").toString();
    }
}
