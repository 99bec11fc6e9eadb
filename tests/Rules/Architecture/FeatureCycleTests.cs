using Tallydesk.Policy;
using Xunit;

namespace Tallydesk.Tests.Architecture;

/// <summary>
/// Features depend on each other in one direction: one that uses another is not used by it, also not by way of others. Read
/// from the compiled assemblies.
/// </summary>
public sealed class FeatureCycleTests
{
    private static readonly FeatureGraph Product = new(typeof(PolicyDocument).Assembly, typeof(Category).Assembly);

    [Fact]
    public void No_feature_depends_on_itself_by_way_of_others()
    {
        var cycle = Product.ShortestCycle();

        Assert.True(cycle.IsEmpty, string.Join(Environment.NewLine, Product.Describe(cycle)));
    }

    [Fact]
    public void Every_part_of_a_type_counts()
    {
        var used = TypeReferences.Of(typeof(Everywhere)).ToList();

        Assert.All(
            [
                typeof(Category), // a field
                typeof(Edition), // a parameter
                typeof(PriceList), // a generic argument
                typeof(PolicyDocument), // a call
                typeof(SupportPolicy), // a cast in a lambda
            ],
            type => Assert.Contains(type, used)
        );
    }

    private abstract class Everywhere
    {
        internal Category Field { get; set; }

        internal abstract void Take(Edition edition);

        internal abstract IEnumerable<PriceList[]> Made();

        internal static Func<object, string> Read() => text => ((SupportPolicy)text).Version + PolicyDocument.Shipped;
    }
}
