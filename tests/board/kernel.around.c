/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Part of the virtual board's kernel (tests/board/kernel puts it into arch/um/kernel/trap.c): what a fault brings
 * into a process beside the page it was about.
 *
 * A page that is missed costs User-Mode Linux three visits to the host's process, so most of a program's start is
 * missed pages. The pages of files around it that memory holds are in the tables already, but the host's process
 * was not told of them; pages of its own that a process begins to write it will go on to write. Both come along,
 * in one visit. */
static void map_around(struct vm_area_struct *vma, unsigned long address, bool write)
{
	const unsigned long around = 32 * PAGE_SIZE; /* within one table, as much as is read ahead */
	unsigned long first = address & ~(around - 1), at;
	unsigned long begin = max(vma->vm_start, first), end = min(vma->vm_end, first + around);
	pmd_t *pmd = pmd_off(vma->vm_mm, address);

	if (write && !(vma->vm_flags & VM_SHARED))
		for (at = begin; at < end; at += PAGE_SIZE) {
			pte_t pte = *pte_offset_kernel(pmd, at);

			if (pte_present(pte) && pte_write(pte))
				continue;
			/* Without leave to let go of the lock */
			if (handle_mm_fault(vma, at, FAULT_FLAG_WRITE | FAULT_FLAG_USER, NULL) &
			    (VM_FAULT_ERROR | VM_FAULT_RETRY))
				break;
		}
	flush_tlb_range(vma, begin, end);
}

