/** Sample values shared by the contract tests and fakes of every module. */
@NullMarked
package io.dreamcacher.testkit;

import org.jspecify.annotations.NullMarked;
