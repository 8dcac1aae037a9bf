//! Blocks as tree-sitter asks for them, and arenas in and after each other.

use super::*;

#[test]
fn a_block_holds_what_was_asked_for() {
    for bytes in (0..3 * SMALL).chain([100_000, 1 << 20, (1 << 20) + 1]) {
        let block = block_bytes(class_of(bytes));
        assert!(block >= bytes + HEADER, "{bytes}");
        assert!(block <= 2 * (bytes + HEADER) + 16, "{bytes}");
    }
}

/// Bytes of the chunks that the thread has.
fn held() -> usize {
    // SAFETY: no other reference lives.
    BLOCKS.with(|blocks| {
        unsafe { &*blocks.get() }
            .chunks
            .iter()
            .map(|(_, bytes)| bytes)
            .sum()
    })
}

#[test]
fn a_freed_block_is_the_next_of_its_size() {
    let _arena = Arena::enter();
    for bytes in [1, 100, 5000] {
        // SAFETY: each block is freed once.
        unsafe {
            let block = allocate(bytes);
            free(block);
            let again = allocate(bytes);
            assert_eq!(again, block);
            free(again);
        }
    }
}

#[test]
fn large_blocks_have_room_and_go_with_the_arena() {
    let arena = Arena::enter();
    for bytes in [CHUNK / 4, CHUNK, 3 * KEPT] {
        // SAFETY: the block has so many bytes.
        unsafe { ptr::write_bytes(allocate(bytes).cast::<u8>(), 1, bytes) };
    }
    assert!(held() > 3 * KEPT);
    drop(arena);
    assert_eq!(held(), KEPT);
}

#[test]
fn an_arena_inside_another_takes_nothing_back() {
    let outer = Arena::enter();
    // SAFETY: the block has so many bytes.
    let block = unsafe { allocate(64) }.cast::<u8>();
    // SAFETY: as above.
    unsafe { ptr::write_bytes(block, 7, 64) };
    outer.close();
    drop(Arena::enter());
    let arena = Arena::enter();
    for _ in 0..1000 {
        // SAFETY: as above.
        unsafe { ptr::write_bytes(allocate(64).cast::<u8>(), 1, 64) };
    }
    drop(arena);
    // SAFETY: as above.
    let kept = unsafe { std::slice::from_raw_parts(block, 64) };
    assert!(kept.iter().all(|byte| *byte == 7));
}

#[test]
fn blocks_are_apart_and_aligned() {
    let arena = Arena::enter();
    let mut blocks: Vec<(*mut u8, usize)> = Vec::new();
    let mut sizes = (0..40_000_usize).map(|number| number * 7919 % 1500);
    let fill = |block: *mut u8, bytes: usize| {
        // SAFETY: the block has so many bytes.
        unsafe { ptr::write_bytes(block, bytes as u8, bytes) };
    };
    for bytes in sizes.by_ref().take(30_000) {
        // SAFETY: any size may be asked for, and every third block is freed once.
        let block = unsafe { allocate(bytes) }.cast::<u8>();
        assert_eq!(block as usize % 16, 0);
        fill(block, bytes);
        blocks.push((block, bytes));
        if bytes % 3 == 0 && blocks.len() > 2 {
            let (freed, _) = blocks.swap_remove(blocks.len() / 2);
            // SAFETY: as above.
            unsafe { free(freed.cast()) };
        }
    }
    for (block, bytes) in &mut blocks {
        let longer = *bytes + 500;
        // SAFETY: the block is in use, and what it held is read within its bytes.
        unsafe {
            *block = reallocate(block.cast(), longer).cast();
            let held = std::slice::from_raw_parts(*block, *bytes);
            assert!(held.iter().all(|byte| *byte == *bytes as u8));
        }
        *bytes = longer;
        fill(*block, longer);
    }
    for (block, bytes) in &blocks {
        // SAFETY: the block is in use.
        let held = unsafe { std::slice::from_raw_parts(*block, *bytes) };
        assert!(held.iter().all(|byte| *byte == *bytes as u8));
    }
    drop(arena);
    assert!((1..=KEPT).contains(&held()));
}

#[test]
fn what_was_allocated_outside_may_be_moved_and_freed_inside() {
    // SAFETY: the block is freed once, and read within its bytes.
    unsafe {
        let outside = allocate_zeroed(10, 10);
        let arena = Arena::enter();
        let moved = reallocate(outside, 1000);
        let held = std::slice::from_raw_parts(moved.cast::<u8>(), 100);
        assert!(held.iter().all(|byte| *byte == 0));
        free(moved);
        drop(arena);
    }
}
