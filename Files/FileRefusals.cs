using Tallydesk.Display;
using Tallydesk.Refusals;

namespace Tallydesk.Attachments;

/// <summary>Why a file is not taken: each sentence names the file and the limit.</summary>
public static class FileRefusals
{
    /// <summary>The file is larger than one may be.</summary>
    public static Refusal TooLarge(string name, long largest) =>
        new Refusal(
            RefusalCode.FileTooLarge,
            $"“{name}” is larger than the limit of {Words.Bytes(largest)} per file."
        ).With("largest", largest);

    /// <summary>The file has no bytes.</summary>
    public static Refusal Empty(string name) => new(RefusalCode.FileTypeNotAllowed, $"“{name}” is empty.");

    /// <summary>The file's bytes are none of the kinds that can be attached.</summary>
    public static Refusal TypeNotAllowed(string name) =>
        new(
            RefusalCode.FileTypeNotAllowed,
            $"“{name}” can't be attached. You can attach images, PDF, ZIP, gzip, MP4, WebM and plain text files."
        );

    /// <summary>The license's files would take more than its quota.</summary>
    public static Refusal OverQuota(string name, long quota) =>
        new Refusal(
            RefusalCode.AttachmentQuotaExceeded,
            $"“{name}” can't be added. The files of a license can have up to {Words.Bytes(quota)} in total."
        ).With("quota", quota);

    /// <summary>The ticket has as many files as it can have.</summary>
    public static Refusal TooManyOfTicket(string name, int most) =>
        new Refusal(
            RefusalCode.TooManyFiles,
            $"“{name}” can't be added. A ticket can have up to {Words.Count(most, "file")}."
        ).With("most", most);

    /// <summary>A message comes with more files than it can have.</summary>
    public static Refusal TooManyOfMessage(int count, int most) =>
        Fields.Invalid("attachments", TooManySentence($"{count}", most));

    /// <summary>What is said of a message with more files than it can have.</summary>
    public static string TooManySentence(string count, int most) =>
        $"A message can have up to {Words.Count(most, "file")}; this one has {count}.";
}
