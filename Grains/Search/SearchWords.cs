using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tallydesk.Search;

/// <summary>
/// Cuts texts into folded words. A word is a run of letters, digits and marks. Scripts without blanks between words (Chinese,
/// Japanese, Thai, …) and Korean, whose words take endings, are cut into overlapping pairs of characters, followed by the
/// run's last character: <c>東京都</c> is 東京, 京都, 都. Texts and queries are cut by the same function, so both databases
/// compare only words that it made.
/// </summary>
internal static class SearchWords
{
    /// <summary>The most characters of a word; longer words count by their beginning.</summary>
    public const int Longest = 64;

    private const int ZeroWidthSpace = 0x200B;

    /// <summary>The words of a text in order.</summary>
    public static ImmutableArray<SearchWord> Of(string text)
    {
        var cut = new Cutter();
        var start = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = start + rune.Utf16SequenceLength;
            var folded = Folding.Of(rune);
            if (folded.Length == 0)
            {
                cut.Extend(end);
            }

            foreach (var part in folded.EnumerateRunes())
            {
                cut.Add(part, start, end);
            }

            start = end;
        }

        return cut.ToWords();
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || IsOtherNumber(rune);

    private static bool IsOtherNumber(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    // Such as a soft hyphen: it is inside of a word. Thai texts separate words by zero-width spaces.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value != ZeroWidthSpace;

    private static bool IsWithoutBlanks(Rune rune) =>
        rune.Value
            is (>= 0x0E00 and <= 0x0EFF) // Thai and Lao
                or (>= 0x1000 and <= 0x109F) // Myanmar
                or (>= 0x1780 and <= 0x17FF) // Khmer
                or (>= 0x1100 and <= 0x11FF) // Korean letters
                or (>= 0x2E80 and <= 0x2FDF) // radicals
                or (>= 0x3005 and <= 0x3007)
                or (>= 0x3041 and <= 0x318F) // Japanese, Bopomofo, Korean letters
                or (>= 0x31A0 and <= 0x31FF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xA960 and <= 0xA97F)
                or (>= 0xAC00 and <= 0xD7FF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x1B000 and <= 0x1B16F)
                or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Collects characters until a word or a run of pairs ends.</summary>
    private sealed class Cutter
    {
        private readonly ImmutableArray<SearchWord>.Builder words = ImmutableArray.CreateBuilder<SearchWord>();
        private readonly StringBuilder word = new();
        private readonly List<SearchWord> run = [];
        private int wordStart;
        private int wordEnd;

        public void Add(Rune rune, int start, int end)
        {
            if (IsMark(rune))
            {
                AddMark(rune, end);
            }
            else if (!IsWord(rune))
            {
                if (!IsInvisible(rune))
                {
                    EndWord();
                    EndRun();
                }
            }
            else if (IsWithoutBlanks(rune))
            {
                EndWord();
                run.Add(new(rune.ToString(), start, end));
            }
            else
            {
                EndRun();
                AddToWord(rune, start, end);
            }
        }

        /// <summary>Takes a character in that is not part of the word: an accent.</summary>
        public void Extend(int end)
        {
            if (run is [.., var last])
            {
                run[^1] = new(last.Text, last.Start, end);
            }
            else if (word.Length > 0)
            {
                wordEnd = end;
            }
        }

        public ImmutableArray<SearchWord> ToWords()
        {
            EndWord();
            EndRun();
            return words.DrainToImmutable();
        }

        // A mark without a character before it is no word.
        private void AddMark(Rune rune, int end)
        {
            if (run is [.., var last])
            {
                run[^1] = new(last.Text.Length < Longest / 2 ? last.Text + rune : last.Text, last.Start, end);
            }
            else if (word.Length > 0)
            {
                AddToWord(rune, wordStart, end);
            }
        }

        private void AddToWord(Rune rune, int start, int end)
        {
            if (word.Length == 0)
            {
                wordStart = start;
            }

            wordEnd = end;
            // One more than is kept, so that nothing behind a cut word joins it.
            if (word.Length <= Longest)
            {
                word.Append(rune.ToString());
            }
        }

        private void EndWord()
        {
            if (word.Length > 0)
            {
                words.Add(new(Shortened(word.ToString()), wordStart, wordEnd));
                word.Clear();
            }
        }

        private void EndRun()
        {
            for (var place = 0; place < run.Count; place++)
            {
                var first = run[place];
                words.Add(
                    place + 1 < run.Count
                        ? new(first.Text + run[place + 1].Text, first.Start, run[place + 1].End)
                        {
                            HeadEnd = first.End,
                            IsPair = true,
                        }
                        : new(first.Text, first.Start, first.End) { IsPair = true, EndsRun = true }
                );
            }

            run.Clear();
        }

        private static string Shortened(string whole)
        {
            var length = Math.Min(whole.Length, Longest);
            return whole[..(char.IsHighSurrogate(whole[length - 1]) ? length - 1 : length)];
        }
    }
}
