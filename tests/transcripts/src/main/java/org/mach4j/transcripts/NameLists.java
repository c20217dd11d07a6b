// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Arrays of words that calls return in memory of the caller's: read and given back. */
final class NameLists {
    /** An answer's code, and its list where the code is 0. */
    record Listed<T>(int ret, List<T> list) {}

    private NameLists() {}

    /** {@code mach_port_names}: each name with its type. */
    static Listed<int[]> names(CaseTask task) {
        long[] names = new long[1];
        long[] types = new long[1];
        int[] namesCount = new int[1];
        int[] typesCount = new int[1];
        int ret = task.calls().mach_port_names(task.self(), names, namesCount, types, typesCount);
        List<int[]> list = new ArrayList<>();
        if (ret == 0) {
            int[] allNames = take(task, names[0], namesCount[0]);
            int[] allTypes = take(task, types[0], typesCount[0]);
            for (int i = 0; i < allNames.length; i++) {
                list.add(new int[] {allNames[i], allTypes[i]});
            }
        }
        return new Listed<>(ret, list);
    }

    /** {@code mach_port_get_set_status}: the members. */
    static Listed<Integer> members(CaseTask task, int set) {
        long[] members = new long[1];
        int[] count = new int[1];
        int ret = task.calls().mach_port_get_set_status(task.self(), set, members, count);
        List<Integer> list = new ArrayList<>();
        if (ret == 0) {
            for (int member : take(task, members[0], count[0])) {
                list.add(member);
            }
        }
        return new Listed<>(ret, list);
    }

    private static int[] take(CaseTask task, long address, int count) {
        int[] words = new int[count];
        if (count > 0) {
            ByteBuffer bytes = task.task().memory().buffer(address, 4 * count);
            bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        }
        if (address != 0) {
            task.calls().mach_vm_deallocate(task.self(), address, 4L * count);
        }
        return words;
    }
}
