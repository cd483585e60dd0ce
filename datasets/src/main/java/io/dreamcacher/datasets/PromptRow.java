package io.dreamcacher.datasets;

/**
 * One prompt of a file.
 *
 * @param ordinal position among the file's prompts, 1 for the first; the same file always gives the same ones
 * @param line where its record begins in the file, 1 for the first line
 * @param prompt as it stands in the file; may be empty, or have line breaks
 */
public record PromptRow(long ordinal, long line, String prompt) {}
