#include <fmt/format.h>

#include "rlslint/catalog/catalog.hpp"

#include "evaluator.hpp"

/// format() (text_format in src/backend/utils/adt/varlena.c).
namespace rlslint::eval {

namespace {

class Formatter {
public:
    Formatter(Environment& environment, const std::vector<Value>& args)
        : environment_(environment), args_(args), text_(args[0].text) {}

    Value run() {
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] != '%') {
                result_ += text_[at_];
            } else if (text_.substr(at_ + 1, 1) == "%") {
                result_ += text_[++at_];
            } else if (Value problem = specifier(); problem.failed()) {
                return problem;
            }
        }
        return untold_.empty() ? Value::of(std::move(result_)) : Value::meaning(untold_, std::move(result_));
    }

private:
    /// %[position$][flags][width]type
    Value specifier() {
        ++at_;
        const std::size_t digits = text_.find_first_not_of("0123456789", at_);
        if (digits != at_ && digits != text_.npos && text_[digits] == '$') {
            const auto position = parse_integer(text_.substr(at_, digits - at_));
            if (!position || *position < 1) return Value::error("22023", "format specifies argument 0");
            next_ = static_cast<std::size_t>(*position);
            at_ = digits + 1;
        }
        if (at_ >= text_.size()) return Value::error("22023", "unterminated format() type specifier");
        const char type = text_[at_];
        if (type == '-' || type == '*' || (type >= '0' && type <= '9'))
            return Value::unknown("format() with a width");
        if (type != 's' && type != 'I' && type != 'L')
            return Value::error("22023", fmt::format("unrecognized format() type specifier \"{}\"", type));
        if (next_ >= args_.size()) return Value::error("22023", "too few arguments for format()");
        return add(type, args_[next_++]);
    }

    Value add(char type, const Value& arg) {
        if (arg.is_null()) {
            if (type == 'I')
                return Value::error("22004", "null values cannot be formatted as an SQL identifier");
            if (type == 'L') result_ += "NULL";
            return {};
        }
        if (type == 's' && arg.sql() != nullptr) {
            untold_ = arg.text;
            result_ += *arg.sql();
            return {};
        }
        Value text = written(environment_, arg);
        if (text.failed()) return text;
        result_ += type == 's'   ? text.text
                   : type == 'I' ? rlslint::quote_ident(text.text)
                                 : quote_literal(text.text);
        return {};
    }

    Environment& environment_;
    const std::vector<Value>& args_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t next_ = 1;
    std::string result_;
    std::string untold_; ///< what of it is known by its meaning alone
};

} // namespace

Value format(Environment& environment, const std::vector<Value>& args) {
    if (args.empty()) return Value::unknown("format()");
    if (args[0].is_null() || args[0].failed()) return args[0];
    return Formatter{environment, args}.run();
}

} // namespace rlslint::eval
