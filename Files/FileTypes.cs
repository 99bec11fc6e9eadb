using System.Collections.Immutable;
using System.Text;

namespace Tallydesk.Attachments;

/// <summary>
/// Tells what a file is by its bytes, never by its name or what its sender calls it. What is not on the list, and what a
/// browser might take for a page or run, is nothing that can be attached.
/// </summary>
internal static class FileTypes
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int HeadLength = 4096;

    private static readonly ImmutableArray<(string Type, int Offset, byte[] Marks)> Signatures =
    [
        ("image/png", 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", 0, [0xFF, 0xD8, 0xFF]),
        ("image/gif", 0, "GIF87a"u8.ToArray()),
        ("image/gif", 0, "GIF89a"u8.ToArray()),
        ("image/webp", 8, "WEBP"u8.ToArray()),
        ("application/pdf", 0, "%PDF-"u8.ToArray()),
        ("application/zip", 0, [0x50, 0x4B, 0x03, 0x04]),
        ("application/gzip", 0, [0x1F, 0x8B, 0x08]),
        ("video/mp4", 4, "ftyp"u8.ToArray()),
        ("video/webm", 0, [0x1A, 0x45, 0xDF, 0xA3]),
    ];

    /// <summary>Beginnings of what browsers and shells read as something to show or run.</summary>
    private static readonly string[] Active =
    [
        .. (string[])
            ["<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<object", "<embed", "<svg", "<?xml"],
        .. (string[])["<?php", "<%", "<a ", "<img", "<style", "<link", "<meta", "<table", "<title", "<!--", "#!", "mz"],
        .. (string[])["javascript:", "vbscript:", "data:text/html", "xmlns", "onload=", "onerror="],
    ];

    /// <summary>The type of a file; null for one that can't be attached.</summary>
    /// <param name="head">Its first bytes, <see cref="HeadLength"/> of them unless it is shorter.</param>
    /// <param name="isText">Whether all of it is UTF-8 without NUL.</param>
    public static string? Of(ReadOnlySpan<byte> head, bool isText)
    {
        if (LooksActive(head))
        {
            return null;
        }

        foreach (var (type, offset, marks) in Signatures)
        {
            if (head.Length >= offset + marks.Length && head.Slice(offset, marks.Length).SequenceEqual(marks))
            {
                return type;
            }
        }

        return isText && !head.IsEmpty ? "text/plain" : null;
    }

    /// <summary>A picture whose first kilobytes hold a page as well is refused too: some reader would take it for one.</summary>
    private static bool LooksActive(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).ToLowerInvariant();
        return text.StartsWith("mz", StringComparison.Ordinal)
            || text.StartsWith("#!", StringComparison.Ordinal)
            || text.StartsWith("\u007felf", StringComparison.Ordinal)
            || Active.Any(mark => mark.Length > 2 && text.Contains(mark, StringComparison.Ordinal));
    }
}
